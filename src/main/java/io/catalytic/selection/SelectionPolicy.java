package io.catalytic.selection;

import java.io.Serializable;
import java.util.List;

/**
 * Which files a user wants analysed. Travels to the workers; {@link FileSelector} applies it.
 *
 * @param include globs, of which one must match; none means that all files are wanted
 * @param exclude globs, of which none may match; stronger than {@code include}
 * @param useGitignore whether {@code .gitignore} files and {@code .git/info/exclude} count
 * @param useIgnore whether {@code .ignore} files count
 * @param maxFileSize largest file that is analysed, in bytes, at least 0
 */
public record SelectionPolicy(
    List<String> include,
    List<String> exclude,
    boolean useGitignore,
    boolean useIgnore,
    long maxFileSize)
    implements Serializable {

  /** 4 MiB: larger files are rarely written by hand, and slow a worker down. */
  public static final long DEFAULT_MAX_FILE_SIZE = 4L << 20;

  /** All files that the domain's ignore files leave in, up to 4 MiB. */
  public static final SelectionPolicy DEFAULT =
      new SelectionPolicy(List.of(), List.of(), true, true, DEFAULT_MAX_FILE_SIZE);

  /**
   * Refuses a negative size and globs that cannot be read.
   *
   * @throws GlobSyntaxException for the first such glob
   */
  public SelectionPolicy {
    include = List.copyOf(include);
    exclude = List.copyOf(exclude);
    Globs.compile(include);
    Globs.compile(exclude);
    if (maxFileSize < 0) {
      throw new IllegalArgumentException("max_file_size must be at least 0; got " + maxFileSize);
    }
  }

  /** Returns this policy for where no ignore files are read. */
  public SelectionPolicy withoutIgnoreFiles() {
    return new SelectionPolicy(include, exclude, false, false, maxFileSize);
  }
}
