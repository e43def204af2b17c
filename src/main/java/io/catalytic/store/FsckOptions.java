package io.catalytic.store;

import java.util.List;

/**
 * How a store is checked.
 *
 * @param repair whether to put blobs back of which there is no good copy, from the sources and from
 *     what the store itself has set aside
 * @param maxMissing the most missing blobs that are held in memory (some 200 bytes each), at least
 *     1; those beyond are named, and not put back
 * @param sources where contents may be found for a repair, in the order in which they are asked
 */
public record FsckOptions(boolean repair, int maxMissing, List<ContentSource> sources) {

  /** How many missing blobs are held where nothing else is said. */
  public static final int DEFAULT_MAX_MISSING = 1_000_000;

  /** Checks, and sets corrupt ones aside as every read does. */
  public static final FsckOptions CHECK = new FsckOptions(false, DEFAULT_MAX_MISSING, List.of());

  /** Takes a copy; refuses sources without repair. */
  public FsckOptions {
    sources = List.copyOf(sources);
    if (maxMissing < 1) {
      throw new IllegalArgumentException("maxMissing: at least 1; got " + maxMissing);
    }
    if (!repair && !sources.isEmpty()) {
      throw new IllegalArgumentException("sources are for a repair only");
    }
  }

  /** Checks, and puts back what these sources have. */
  public static FsckOptions repairing(ContentSource... sources) {
    return new FsckOptions(true, DEFAULT_MAX_MISSING, List.of(sources));
  }
}
