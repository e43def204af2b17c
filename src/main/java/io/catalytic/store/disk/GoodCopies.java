package io.catalytic.store.disk;

import io.catalytic.digest.Digest;
import io.catalytic.store.CopyState;
import io.catalytic.store.disk.Blobs.Place;
import java.io.IOException;
import java.util.Optional;

/**
 * Says where else a blob is, after it has read it there to its end: whoever lets go of a copy
 * because there is another has to know that the other is good. For one thread.
 *
 * <p>What it finds to be corrupt is set aside, and the next copy looked at; one that can't be read
 * is nothing to rely on. It costs a read for each blob of which a copy is let go, and none for any
 * other.
 */
final class GoodCopies implements DiskBatch.Known {
  private final Blobs blobs;
  private final boolean setsAside;
  private long corrupt;

  /**
   * Looks among these blobs.
   *
   * @param setsAside whether corrupt ones are moved away; if not, no further copy is looked for
   */
  GoodCopies(Blobs blobs, boolean setsAside) {
    this.blobs = blobs;
    this.setsAside = setsAside;
  }

  /** Returns where there is a good copy of a blob. */
  @Override
  public Optional<Place> place(Digest digest) throws IOException {
    while (true) {
      Optional<Place> place = blobs.place(digest);
      if (place.isEmpty()) {
        return place;
      }
      try {
        if (blobs.isRight(digest.hash(), place.get())) {
          return place;
        }
        if (!setsAside) {
          return Optional.empty();
        }
        CopyState state = blobs.setAside(digest.hash(), place.get());
        if (state == CopyState.RIGHT) {
          return place; // now that it was read again
        }
        corrupt += state == CopyState.CORRUPT ? 1 : 0;
      } catch (IOException e) {
        return Optional.empty();
      }
    }
  }

  /** Returns how many copies were found to be corrupt, and set aside. */
  long corrupt() {
    return corrupt;
  }
}
