package io.catalytic.store.disk;

import io.catalytic.digest.Hash;
import io.catalytic.store.pack.PackedBlob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Damages files of a store on disk as a failing disk does. */
final class DiskSpoiler {

  private DiskSpoiler() {}

  /** Changes one byte of a committed blob, which is not empty. */
  static void spoil(Path store, Hash hash) throws IOException {
    StoreLayout layout = new StoreLayout(store);
    Optional<PackedBlob> packed = new Packs(layout, new LocalDisk()).findFresh(hash);
    if (packed.isEmpty()) {
      flipBit(layout.loose(hash), 0);
      return;
    }
    try (PackedBlob record = packed.get()) {
      flipBit(layout.pack(record.pack().file().id()), (int) record.entry().offset());
    }
  }

  /** Changes one bit of the byte at an offset. */
  static void flipBit(Path file, int offset) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[offset] ^= 0x10;
    replace(file, bytes);
  }

  /** Gives a file other contents, though it may be read-only. */
  static void replace(Path file, byte[] bytes) throws IOException {
    Files.delete(file);
    Files.write(file, bytes);
  }
}
