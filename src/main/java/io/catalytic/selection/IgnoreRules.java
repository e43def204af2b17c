package io.catalytic.selection;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import io.catalytic.selection.IgnoreFile.Verdict;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which paths of a domain its own ignore files leave out, as git and ripgrep would.
 *
 * <p>Read are {@code .gitignore} and {@code .ignore} in every directory from the domain's root
 * down, and {@code .git/info/exclude} of the root. Ignore files above the root, the user's global
 * one, and {@code core.ignorecase} are not: the answer depends on the domain alone. The rules are
 * those of {@code gitignore(5)}, where {@code ?} and a class stand for one character (git itself
 * compares bytes). Any {@code .ignore} outranks any {@code .gitignore}; then the deeper file
 * outranks the higher one, and in a file the last line that matches decides. Below an ignored
 * directory everything is ignored, whatever the rules say there.
 *
 * <p>Nothing here fails on what a directory holds. An ignore file that cannot be read, is over 1
 * MiB, or is no regular file (a symbolic link is not followed, as in git) counts as empty, and a
 * line that is not UTF-8 as absent; {@link #notices} tells of each. The ignore files of a directory
 * whose own name is not UTF-8 are not read.
 *
 * <p>Files are read when first needed and remembered for the last {@value #DIRECTORIES} directories
 * or so; a change made meanwhile may or may not be seen. Thread-safe.
 */
public final class IgnoreRules {
  private static final int DIRECTORIES = 4096;

  private final IgnoreFiles files;
  private final boolean useGitignore;
  private final boolean useIgnore;
  private final IgnoreFile repositoryExclude;
  private final Cache<String, Directory> directories =
      CacheBuilder.newBuilder().maximumSize(DIRECTORIES).build();

  /**
   * Rules of the domain at {@code root}.
   *
   * @param useGitignore whether {@code .gitignore} and {@code .git/info/exclude} count
   * @param useIgnore whether {@code .ignore} counts
   */
  public IgnoreRules(Path root, boolean useGitignore, boolean useIgnore) {
    this.files = new IgnoreFiles(root);
    this.useGitignore = useGitignore;
    this.useIgnore = useIgnore;
    this.repositoryExclude = read(useGitignore, "", ".git/info/exclude");
  }

  /**
   * Returns whether a path is ignored.
   *
   * @param path relative to the domain's root, names joined by slashes; empty for the root itself,
   *     which is never ignored
   * @param directory whether the path is a directory
   */
  public boolean isIgnored(String path, boolean directory) {
    if (path.isEmpty() || !(useGitignore || useIgnore)) {
      return false;
    }
    Directory parent = directory(path.substring(0, Math.max(0, path.lastIndexOf('/'))));
    return parent.ignored() || isIgnored(parent, path, directory);
  }

  /** Returns a sentence for each ignore file that was not, or not wholly, understood. */
  public List<String> notices() {
    return files.notices();
  }

  private Directory directory(String path) {
    Directory known = directories.getIfPresent(path);
    if (known == null) {
      // Two threads may both come here: they make equal values.
      known = load(path);
      directories.put(path, known);
    }
    return known;
  }

  private Directory load(String path) {
    if (path.isEmpty()) {
      return new Directory(path, null, false, gitignore(path), ignore(path));
    }
    Directory parent = directory(path.substring(0, Math.max(0, path.lastIndexOf('/'))));
    return parent.ignored() || isIgnored(parent, path, true)
        ? new Directory(path, parent, true, IgnoreFile.EMPTY, IgnoreFile.EMPTY)
        : new Directory(path, parent, false, gitignore(path), ignore(path));
  }

  private boolean isIgnored(Directory parent, String path, boolean directory) {
    Verdict verdict = Verdict.SILENT;
    for (Directory at = parent; at != null && verdict == Verdict.SILENT; at = at.parent()) {
      verdict = at.ignore().verdict(at.relative(path), directory);
    }
    for (Directory at = parent; at != null && verdict == Verdict.SILENT; at = at.parent()) {
      verdict = at.gitignore().verdict(at.relative(path), directory);
    }
    if (verdict == Verdict.SILENT) {
      verdict = repositoryExclude.verdict(path, directory);
    }
    return verdict == Verdict.IGNORED;
  }

  private IgnoreFile gitignore(String directory) {
    return read(useGitignore, directory, ".gitignore");
  }

  private IgnoreFile ignore(String directory) {
    return read(useIgnore, directory, ".ignore");
  }

  private IgnoreFile read(boolean wanted, String directory, String name) {
    return wanted
        ? files.read(directory.isEmpty() ? name : directory + "/" + name)
        : IgnoreFile.EMPTY;
  }

  /** A directory, what holds in it, and the way up. */
  private record Directory(
      String path,
      @Nullable Directory parent,
      boolean ignored,
      IgnoreFile gitignore,
      IgnoreFile ignore) {
    String relative(String descendant) {
      return path.isEmpty() ? descendant : descendant.substring(path.length() + 1);
    }
  }
}
