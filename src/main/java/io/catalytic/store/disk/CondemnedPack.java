package io.catalytic.store.disk;

import io.catalytic.digest.Digest;
import io.catalytic.store.GcReport.Amount;
import io.catalytic.store.LiveSet;
import io.catalytic.store.pack.ByteSource;
import io.catalytic.store.pack.Pack;
import io.catalytic.store.pack.PackDamagedException;
import io.catalytic.store.pack.PackEntries;
import io.catalytic.store.pack.PackEntry;
import io.catalytic.store.pack.PackedBlob;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * What a pack that was set aside has to say at its end.
 *
 * @param isNeeded whether it has a blob that is needed and of which there is no other good copy
 * @param amount the blobs in it that nothing needs
 */
record CondemnedPack(boolean isNeeded, Amount amount) {

  static CondemnedPack of(Path file, Disk disk, Packs packs, GoodCopies copies, LiveSet live)
      throws IOException {
    Amount unused = Amount.NONE;
    boolean needed = false;
    try {
      Pack pack = Pack.open(new PackOnDisk(file, disk));
      PackEntries entries = new PackEntries(pack);
      for (PackEntry entry = entries.next(); entry != null; entry = entries.next()) {
        Digest digest = entry.digest();
        if (!live.contains(digest.hash())) {
          unused = unused.plusOne(PackEntry.BYTES + entry.stored());
        } else if (copies.place(digest).isEmpty()) {
          // A tombstone may have been put there for a disk that was wrong only then.
          boolean dead = packs.isDead(digest.hash(), pack.file().id());
          needed |= !dead || isRight(pack, entry);
        }
      }
    } catch (NoSuchFileException e) {
      return new CondemnedPack(false, Amount.NONE); // a reader has just brought it back
    } catch (PackDamagedException e) {
      needed = true; // perhaps; back in its place it is mended like any other
    }
    return new CondemnedPack(needed, unused);
  }

  private static boolean isRight(Pack pack, PackEntry entry) throws IOException {
    try (ByteSource in = pack.file().open()) {
      return Digest.of(new PackedBlob(pack, entry, in).bytes()).equals(entry.digest());
    }
  }
}
