package io.catalytic.store;

import io.catalytic.digest.Hash;
import io.catalytic.store.pack.PackDamagedException;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The blobs of a store that a check misses, as many as may be held. For one thread.
 *
 * <p>Snapshots have most of their blobs in common, and a look for a blob is a look at the disk. So
 * the last million that were there are remembered, in a table that forgets on a collision: some 60
 * MB, however large the store.
 */
final class MissingBlobs {
  private static final int REMEMBERED = 20; // bits

  private final ObjectStore store;
  private final FsckLog log;
  private final int most;
  private final Map<Hash, Origin> missing = new LinkedHashMap<>();
  private final Map<Hash, Optional<Origin>> noted = new HashMap<>();
  private Hash[] present = {};
  private boolean trying;
  private boolean tooMany;

  /**
   * Why a blob is missed.
   *
   * @param where who needs it, or what is left of it
   * @param what the same in words
   */
  record Origin(String where, String what) {}

  MissingBlobs(ObjectStore store, FsckLog log, int most) {
    this.store = store;
    this.log = log;
    this.most = most;
  }

  /** Returns whether the store does not have a blob. */
  static boolean isMissing(Hash hash, ObjectStore store) throws IOException {
    try {
      return store.find(hash).isEmpty();
    } catch (PackDamagedException e) {
      return true; // what only a damaged pack has, which can't be set aside here, can't be read
    }
  }

  /** Takes a blob, of which only bad bytes are known, if there is no good copy. */
  void onlyBad(Hash hash, String where) throws IOException {
    if (isMissing(hash, store)) {
      add(hash, new Origin(where, "there is no good copy of this blob"));
    }
  }

  /**
   * Takes a blob that a ref needs, if it is not there.
   *
   * @param through where to look for it
   */
  void needed(Hash hash, Origin origin, ObjectStore through) throws IOException {
    if (present.length == 0) {
      present = new Hash[1 << REMEMBERED];
    }
    int slot = hash.prefix(REMEMBERED);
    if (hash.equals(present[slot])) {
      return;
    }
    if (isMissing(hash, through)) {
      add(hash, origin);
    } else {
      present[slot] = hash;
    }
  }

  private void add(Hash hash, Origin origin) {
    if (missing.size() >= most && !missing.containsKey(hash)) {
      tooMany = true;
      if (trying) {
        return; // it is told if it is missed again
      }
      String more = "; more than " + most + " are missing, so this one was not looked for";
      log.found(finding(hash, new Origin(origin.where(), origin.what() + more)));
      return;
    }
    noted.putIfAbsent(hash, Optional.ofNullable(missing.put(hash, origin)));
  }

  /**
   * Begins to note what comes, so that it can be taken back.
   *
   * @param again whether this is not the first look at the same blobs: what is more than may be
   *     held can't be taken back, and so is named only then
   */
  void note(boolean again) {
    noted.clear();
    tooMany = false;
    trying = !again;
  }

  /** Returns whether nothing came since {@link #note}. */
  boolean isNothingNoted() {
    return noted.isEmpty() && !tooMany;
  }

  /** Returns what came since {@link #note}, as far as it may be held. */
  Set<Hash> noted() {
    return Set.copyOf(noted.keySet());
  }

  /** Takes back what came since {@link #note}; what was missing before stays so. */
  void takeBack() {
    noted.forEach(
        (hash, before) ->
            before.ifPresentOrElse(
                origin -> missing.put(hash, origin), () -> missing.remove(hash)));
    noted.clear();
  }

  /** Returns whether a blob is among them. */
  boolean contains(Hash hash) {
    return missing.containsKey(hash);
  }

  /** Returns whether there are none. */
  boolean isEmpty() {
    return missing.isEmpty();
  }

  /** Notes that a blob was put back; returns whether it was missing. */
  boolean healed(Hash hash, String from) {
    Origin origin = missing.remove(hash);
    if (origin != null) {
      log.found(
          Finding.of(
              Finding.Kind.MISSING,
              origin.where(),
              hash,
              origin.what() + "; it was put back from " + from,
              Finding.Done.HEALED));
    }
    return origin != null;
  }

  /** Names all that are left. */
  void report() {
    missing.forEach((hash, origin) -> log.found(finding(hash, origin)));
  }

  private static Finding finding(Hash hash, Origin origin) {
    return Finding.of(Finding.Kind.MISSING, origin.where(), hash, origin.what(), Finding.Done.LEFT);
  }
}
