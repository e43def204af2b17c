package io.catalytic.store.remote;

import io.catalytic.store.LiveSet;
import io.catalytic.store.remote.Remote.Listed;
import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Gives up what is left of corrupt blobs that nothing names. A cleaning takes such blobs away where
 * they are good, so a check need not miss them where they are not.
 *
 * <p>A tombstone whose object is gone is deleted. Any other has to stay, or the corruption would be
 * found again: an empty one says that the blob was given up. For one thread.
 *
 * @param objects the objects
 * @param live what the refs name
 * @param youngFrom in ms since 1970; what is younger stays
 */
record QuarantineSweep(RemoteObjects objects, LiveSet live, long youngFrom) {

  /** Returns whether a tombstone no longer says that a blob is missed. */
  static boolean isGivenUp(Listed tombstone) {
    return tombstone.size() == 0;
  }

  void run() throws IOException {
    Set<String> there = new HashSet<>();
    objects.remote().list(RemoteLayout.PACKS).forEach(object -> there.add(object.name()));
    for (Listed tombstone : objects.remote().list(RemoteLayout.QUARANTINE)) {
      Optional<RemoteLayout.Alone> found = RemoteLayout.dead(tombstone.name());
      if (found.isEmpty() || tombstone.modified() > youngFrom) {
        continue;
      }
      RemoteLayout.Alone dead = found.get();
      if (live.contains(dead.hash())) {
        continue;
      }
      boolean isThere =
          there.contains(RemoteLayout.pack(dead.id()))
              || there.contains(RemoteLayout.alone(dead.hash(), dead.id()));
      if (!isThere) {
        objects.remote().delete(tombstone.name());
      } else if (!isGivenUp(tombstone)) {
        objects.remote().put(tombstone.name(), new Chunk(new byte[0]));
      }
    }
  }
}
