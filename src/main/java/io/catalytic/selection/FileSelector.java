package io.catalytic.selection;

import io.catalytic.selection.Selection.Selected;
import io.catalytic.selection.Selection.Skipped;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * Decides which files of one domain are analysed.
 *
 * <p>By name first, which reads no file but the ignore files: {@code vcs}, {@code ignored}, {@code
 * excluded}, {@code not_included}, {@code too_large}, in this order; the first that applies is the
 * reason. Then by content: {@code binary}, {@code undecodable}, and the language. Hidden files are
 * files like any other.
 *
 * <p>A file was <em>asked for</em> if an include glob matches it and its content stands in the way
 * ({@code too_large} and later), or if an include without wildcards names it and an ignore file
 * stands in the way. So {@code include: ["*.py"]} does not ask for what {@code .gitignore} hides,
 * and {@code include: [build/gen.py]} does.
 *
 * <p>Thread-safe.
 */
public final class FileSelector {
  private static final Set<String> VCS = Set.of(".git", ".hg", ".svn", ".bzr", ".jj");

  private final Globs include;
  private final Globs exclude;
  private final IgnoreRules ignoreRules;
  private final long maxFileSize;

  /** Applies the policy to the domain at this root. */
  public FileSelector(SelectionPolicy policy, Path root) {
    this.include = Globs.compile(policy.include());
    this.exclude = Globs.compile(policy.exclude());
    this.ignoreRules = new IgnoreRules(root, policy.useGitignore(), policy.useIgnore());
    this.maxFileSize = policy.maxFileSize();
  }

  /**
   * Decides as far as the name and size go; {@link Selected} with the language that the name tells.
   *
   * @param path relative to the domain's root, names joined by slashes
   * @param size in bytes
   */
  public Selection byName(String path, long size) {
    if (isVcs(path)) {
      return new Skipped(SkipReason.VCS, SkipReason.VCS.sentence(), false);
    }
    if (ignoreRules.isIgnored(path, false)) {
      return new Skipped(SkipReason.IGNORED, SkipReason.IGNORED.sentence(), include.name(path));
    }
    if (exclude.matches(path)) {
      return new Skipped(SkipReason.EXCLUDED, SkipReason.EXCLUDED.sentence(), false);
    }
    if (!include.isEmpty() && !include.matches(path)) {
      return new Skipped(SkipReason.NOT_INCLUDED, SkipReason.NOT_INCLUDED.sentence(), false);
    }
    if (size > maxFileSize) {
      return skip(path, SkipReason.TOO_LARGE, size + " bytes; the limit is " + maxFileSize);
    }
    return new Selected(Languages.byName(path));
  }

  /** Decides on a file that {@link #byName} selected, from its decoded content. */
  public Selection byContent(String path, Decoding content) {
    if (content instanceof Decoding.Binary binary) {
      return skip(path, SkipReason.BINARY, binary.detail());
    }
    if (content instanceof Decoding.Undecodable undecodable) {
      return skip(path, SkipReason.UNDECODABLE, undecodable.detail());
    }
    return new Selected(Languages.of(path, ((Decoding.Text) content).text()));
  }

  /**
   * Returns that a file which was selected is skipped after all, since the worker can't read it.
   */
  public Skipped unsupported(String path, Optional<String> language) {
    return skip(
        path,
        SkipReason.UNSUPPORTED_LANGUAGE,
        language.map(name -> "its language is " + name).orElse("its language is not known"));
  }

  private Skipped skip(String path, SkipReason reason, String detail) {
    return new Skipped(reason, detail, include.matches(path));
  }

  private static boolean isVcs(String path) {
    for (String name : path.split("/", -1)) {
      if (VCS.contains(name)) {
        return true;
      }
    }
    return false;
  }
}
