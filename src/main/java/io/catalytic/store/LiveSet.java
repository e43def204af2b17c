package io.catalytic.store;

import com.google.common.hash.BloomFilter;
import com.google.common.hash.Funnel;
import io.catalytic.digest.Hash;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The blobs that must stay, in about 2.4 bytes each: a Bloom filter, so that a store of 100 million
 * blobs is cleaned in a quarter of a gigabyte.
 *
 * <p>It errs on the safe side only: what was added is always found, and of what was not, one in ten
 * thousand is found too and stays until the next time, when a new salt makes it another. A filter
 * that is full is followed by one of twice its size (Almeida et al., Scalable Bloom Filters, 2007).
 * For one thread while it is filled; then any may ask.
 */
public final class LiveSet {
  private static final double SPARED = 0.0001;
  private static final long FIRST = 1 << 16;

  private final long salt = new SecureRandom().nextLong();
  private final Funnel<Hash> funnel =
      (hash, sink) -> sink.putLong(salt).putBytes(Objects.requireNonNull(hash).bytes());
  private final Filters needed = new Filters();
  private final Filters kept = new Filters();

  /** Makes an empty one. */
  public LiveSet() {}

  /** Adds a blob that must stay if it is there; one that was added takes no room. */
  public void add(Hash hash) {
    if (!contains(hash)) {
      kept.add(hash);
    }
  }

  /** Adds a blob that something needs; one that was so added takes no room. */
  public void addNeeded(Hash hash) {
    if (!isNeeded(hash)) {
      needed.add(hash);
    }
  }

  /** Returns whether a blob was added as needed; seldom also true for one that was not. */
  public boolean isNeeded(Hash hash) {
    return needed.contains(hash);
  }

  /** Returns whether a blob was added; seldom also true for one that was not. */
  public boolean contains(Hash hash) {
    return needed.contains(hash) || kept.contains(hash);
  }

  /** Returns how many blobs were added, nearly. */
  public long size() {
    return needed.size + kept.size;
  }

  /** A filter, and then larger ones. */
  private final class Filters {
    private final List<BloomFilter<Hash>> filters = new ArrayList<>();
    private long capacity = FIRST;
    private long room;
    private long size;

    void add(Hash hash) {
      if (room == 0) {
        room = capacity;
        filters.add(BloomFilter.create(funnel, capacity, SPARED / (4 << filters.size())));
        capacity *= 2;
      }
      filters.get(filters.size() - 1).put(hash);
      room--;
      size++;
    }

    boolean contains(Hash hash) {
      for (BloomFilter<Hash> filter : filters) {
        if (filter.mightContain(hash)) {
          return true;
        }
      }
      return false;
    }
  }
}
