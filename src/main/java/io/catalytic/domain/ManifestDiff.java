package io.catalytic.domain;

import java.util.Iterator;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Compares two manifests entry by entry, as they are read, in constant memory. */
public final class ManifestDiff {
  private ManifestDiff() {}

  /**
   * Gives every difference to a consumer, in path order.
   *
   * @param before entries ordered by path
   * @param after entries ordered by path
   */
  public static void compare(
      Iterator<Entry> before, Iterator<Entry> after, Consumer<Difference> differences) {
    Entry was = next(before);
    Entry is = next(after);
    while (was != null || is != null) {
      int order = order(was, is);
      if (was != null && order < 0) {
        differences.accept(Difference.removed(was));
        was = next(before);
      } else if (is != null && order > 0) {
        differences.accept(Difference.added(is));
        is = next(after);
      } else if (was != null && is != null) {
        if (!was.equals(is)) {
          differences.accept(Difference.changed(was, is));
        }
        was = next(before);
        is = next(after);
      }
    }
  }

  private static @Nullable Entry next(Iterator<Entry> entries) {
    return entries.hasNext() ? entries.next() : null;
  }

  /** What is over counts as greater than any path. */
  private static int order(@Nullable Entry was, @Nullable Entry is) {
    if (was == null) {
      return 1;
    }
    return is == null ? -1 : was.path().compareTo(is.path());
  }
}
