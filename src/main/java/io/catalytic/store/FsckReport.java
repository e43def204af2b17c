package io.catalytic.store;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * What a check of a store came to.
 *
 * @param status the verdict
 * @param blobs good copies of blobs, all bytes read; a blob that is there twice counts twice
 * @param bytes the sum of their sizes
 * @param refs refs that were followed
 * @param found how many findings there were of each kind
 * @param healed missing blobs that were put back
 * @param missing blobs that are still missing
 */
public record FsckReport(
    Status status,
    long blobs,
    long bytes,
    long refs,
    Map<Finding.Kind, Long> found,
    long healed,
    long missing) {

  /** The verdict on a store. */
  public enum Status {
    /** All is as it has to be. */
    CLEAN,
    /** There was damage; after the repair there is none. */
    HEALED,
    /** No damage was found, but something could not be read. */
    UNREADABLE,
    /** There is damage, or there was and nobody asked for a repair. */
    DAMAGED;

    /** Returns the name in files, as {@code clean}. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Takes a copy, with a count for every kind. */
  public FsckReport {
    EnumMap<Finding.Kind, Long> all = new EnumMap<>(Finding.Kind.class);
    for (Finding.Kind kind : Finding.Kind.values()) {
      all.put(kind, found.getOrDefault(kind, 0L));
    }
    found = Collections.unmodifiableMap(all);
  }
}
