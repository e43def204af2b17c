package io.catalytic.store.disk;

import io.catalytic.digest.Digest;
import io.catalytic.digest.Hash;
import io.catalytic.digest.Hasher;
import io.catalytic.store.pack.ByteSink;
import io.catalytic.store.pack.ByteSource;
import io.catalytic.store.pack.PackedBlob;
import io.catalytic.store.pack.RegionStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.UUID;

/**
 * Sets loose objects aside whose bytes are not what their name says: {@code
 * quarantine/HASH.RANDOM}.
 *
 * <p>Between a bad read and the move another thread or process may have put a good blob in the bad
 * one's place. So the file is read once more before it is moved, and once more after; a good one is
 * moved back. Thread-safe.
 */
final class Quarantine {
  private static final int BUFFER = 1 << 16;

  private final StoreLayout layout;
  private final Disk disk;
  private final Directories directories;

  Quarantine(StoreLayout layout, Disk disk, Directories directories) {
    this.layout = layout;
    this.disk = disk;
    this.directories = directories;
  }

  /** Moves the loose object of this name away, if it is corrupt; returns whether it was. */
  boolean setAside(Hash hash) throws IOException {
    Path file = layout.loose(hash);
    try {
      if (digest(file).hash().equals(hash)) {
        return false;
      }
      Directories.Forcing forcing = directories.forcing();
      forcing.require(layout.quarantine());
      Path aside = layout.quarantine().resolve(hash.hex() + "." + random());
      disk.rename(file, aside);
      if (digest(aside).hash().equals(hash)) {
        disk.rename(aside, file);
        return false;
      }
      forcing.changed(layout.quarantine());
      forcing.changed(layout.loose(hash).resolveSibling(""));
      forcing.force();
    } catch (NoSuchFileException e) {
      // Another reader set it aside.
    }
    return true;
  }

  /** Writes the tombstone of a record in a pack, if it is corrupt; returns whether it is. */
  boolean bury(Hash hash, Packs packs, PackedBlob record, DiskRefs.Temp temp) throws IOException {
    if (Digest.of(record.bytes()).hash().equals(hash)) {
      return false;
    }
    byte[] bytes = record.stored();
    String id = record.pack().file().id();
    Path draft = temp.newName();
    try (ByteSink out = disk.create(draft)) {
      out.write(bytes, 0, bytes.length);
      out.force();
    }
    move(draft, layout.tombstone(hash, id));
    packs.bury(hash, id); // only now: what other processes do not see must not be so here
    return true;
  }

  /** Moves a file away that should have been this blob, wherever it lies. */
  void setAside(Path file, Hash hash) throws IOException {
    move(file, layout.quarantine().resolve(hash.hex() + "." + random()));
  }

  /** Moves a damaged pack away. */
  void setAside(Path pack) throws IOException {
    move(pack, layout.quarantine().resolve(String.valueOf(pack.getFileName())));
  }

  private void move(Path from, Path to) throws IOException {
    Directories.Forcing forcing = directories.forcing();
    forcing.require(layout.quarantine());
    disk.rename(from, to);
    forcing.changed(layout.quarantine());
    forcing.changed(from.resolveSibling(""));
    forcing.force();
  }

  /** Returns how many blobs and packs were set aside. */
  long count() throws IOException {
    return disk.list(layout.quarantine()).size();
  }

  private static String random() {
    return UUID.randomUUID().toString().substring(0, 8);
  }

  /** Reads a file to its end. */
  Digest digest(Path file) throws IOException {
    try (ByteSource input = disk.open(file);
        InputStream in = new RegionStream(input, 0, Long.MAX_VALUE)) {
      Hasher hasher = new Hasher();
      byte[] buffer = new byte[BUFFER];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        hasher.update(buffer, 0, read);
      }
      return hasher.finish();
    }
  }
}
