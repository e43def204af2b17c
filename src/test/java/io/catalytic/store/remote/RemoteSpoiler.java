package io.catalytic.store.remote;

import io.catalytic.digest.Hash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Damages objects of a remote store whose files can be reached, behind everyone's back. */
final class RemoteSpoiler {
  private RemoteSpoiler() {}

  /** Changes one bit of a committed blob, which is not empty. */
  static void spoil(RemoteObjects objects, Path folder, Hash hash) throws IOException {
    try (RemotePacks packs = new RemotePacks(objects);
        StoredBlob blob = packs.findFresh(hash).orElseThrow()) {
      if (blob instanceof StoredBlob.InPack packed) {
        flipBit(folder.resolve(RemoteLayout.pack(blob.id())), packed.packed().entry().offset());
      } else {
        flipBit(folder.resolve(RemoteLayout.alone(hash, blob.id())), 0);
      }
    }
  }

  /** Changes one bit of the byte at an offset. */
  static void flipBit(Path file, long offset) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer one = ByteBuffer.allocate(1);
      channel.read(one, offset);
      channel.write(ByteBuffer.wrap(new byte[] {(byte) (one.get(0) ^ 0x10)}), offset);
    }
  }
}
