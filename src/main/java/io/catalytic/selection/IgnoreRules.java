package io.catalytic.selection;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import io.catalytic.selection.IgnoreFile.Verdict;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
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
 * whose own name is not UTF-8 are not read; nor are those whose path has more bytes than Linux
 * takes at once ({@value IgnoreFiles#LONGEST}), of which one notice tells.
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
    Directory parent = directory(parent(path));
    return parent.ignored() || isIgnored(parent, path, directory);
  }

  private static String parent(String path) {
    return path.substring(0, Math.max(0, path.lastIndexOf('/')));
  }

  /** Returns a sentence for each ignore file that was not, or not wholly, understood. */
  public List<String> notices() {
    return files.notices();
  }

  private Directory directory(String path) {
    // Not by recursion: more directories lie in each other than a stack has room for.
    Deque<String> unknown = new ArrayDeque<>();
    String at = path;
    Directory known = directories.getIfPresent(at);
    while (known == null && !at.isEmpty()) {
      unknown.push(at);
      at = parent(at);
      known = directories.getIfPresent(at);
    }
    if (known == null) {
      known = new Directory("", null, false, gitignore(""), ignore(""));
      directories.put("", known);
    }
    // Two threads may both come here: they make equal values.
    for (String next : unknown) {
      known = load(next, known);
      directories.put(next, known);
    }
    return known;
  }

  private Directory load(String path, Directory parent) {
    return parent.ignored() || isIgnored(parent, path, true)
        ? new Directory(path, parent, true, IgnoreFile.EMPTY, IgnoreFile.EMPTY)
        : new Directory(path, parent, false, gitignore(path), ignore(path));
  }

  private boolean isIgnored(Directory parent, String path, boolean directory) {
    Verdict verdict = Verdict.SILENT;
    for (Directory at = parent; at != null && verdict == Verdict.SILENT; at = at.parent()) {
      verdict = at.verdict(at.ignore(), path, directory);
    }
    for (Directory at = parent; at != null && verdict == Verdict.SILENT; at = at.parent()) {
      verdict = at.verdict(at.gitignore(), path, directory);
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
    /** What one of its two files says; without a copy of the path for one that is not there. */
    Verdict verdict(IgnoreFile file, String descendant, boolean directory) {
      if (file == IgnoreFile.EMPTY) {
        return Verdict.SILENT;
      }
      String relative = path.isEmpty() ? descendant : descendant.substring(path.length() + 1);
      return file.verdict(relative, directory);
    }
  }
}
