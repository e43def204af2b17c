package io.catalytic.store.disk;

import io.catalytic.digest.Digest;
import io.catalytic.store.GcReport.Amount;
import io.catalytic.store.LiveSet;
import io.catalytic.store.pack.Pack;
import io.catalytic.store.pack.PackDamagedException;
import io.catalytic.store.pack.PackEntries;
import io.catalytic.store.pack.PackEntry;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * What a pack that was set aside has to say at its end.
 *
 * @param isNeeded whether it has a blob that is needed and that is nowhere else
 * @param amount the blobs in it that nothing needs
 */
record CondemnedPack(boolean isNeeded, Amount amount) {

  static CondemnedPack of(Path file, Disk disk, Blobs blobs, LiveSet live) throws IOException {
    Amount unused = Amount.NONE;
    boolean needed = false;
    try {
      PackEntries entries = new PackEntries(Pack.open(new PackOnDisk(file, disk)));
      for (PackEntry entry = entries.next(); entry != null; entry = entries.next()) {
        Digest digest = entry.digest();
        if (!live.contains(digest.hash())) {
          unused = unused.plusOne(PackEntry.BYTES + entry.stored());
        } else if (blobs.place(digest) == Blobs.Place.NOWHERE) {
          needed = true;
        }
      }
    } catch (NoSuchFileException e) {
      return new CondemnedPack(false, Amount.NONE); // a reader has just brought it back
    } catch (PackDamagedException e) {
      needed = true; // perhaps; back in its place it is mended like any other
    }
    return new CondemnedPack(needed, unused);
  }
}
