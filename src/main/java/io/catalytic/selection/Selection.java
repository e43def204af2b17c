package io.catalytic.selection;

import java.util.Optional;

/** What becomes of a file: it is analysed, or it is not, for a reason. */
public sealed interface Selection {

  /**
   * The file is analysed.
   *
   * @param language as {@code python}; empty if it is not known
   */
  record Selected(Optional<String> language) implements Selection {}

  /**
   * The file is not analysed.
   *
   * @param reason why, by kind
   * @param detail why in this case, for people
   * @param askedFor whether the user asked for this file in particular, so that leaving it out must
   *     show in the exit code; see {@link FileSelector}
   */
  record Skipped(SkipReason reason, String detail, boolean askedFor) implements Selection {}
}
