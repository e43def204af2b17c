package io.catalytic.store.remote;

import io.catalytic.digest.Hash;
import io.catalytic.store.BlobMissingException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.Optional;

/**
 * Reads a blob, and goes on in another object where a cleaning has deleted the one that it was in:
 * what is needed is then in a new one. Not verified. For one thread.
 */
final class FollowingStream extends InputStream {
  private static final int MOST_FOLLOWED = 8;

  private final Hash hash;
  private final RemotePacks packs;
  private StoredBlob blob;
  private InputStream in = InputStream.nullInputStream();
  private long position;
  private boolean moved = true;

  /** Takes a blob over: closing this closes it. */
  FollowingStream(Hash hash, StoredBlob blob, RemotePacks packs) {
    this.hash = hash;
    this.blob = blob;
    this.packs = packs;
  }

  /** Returns where the bytes come from now. */
  StoredBlob blob() {
    return blob;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    for (int followed = 0; ; followed++) {
      try {
        if (moved) {
          in = blob.stream();
          in.skipNBytes(position);
          moved = false;
        }
        int read = in.read(into, offset, length);
        position += Math.max(0, read);
        return read;
      } catch (NoSuchFileException e) {
        if (followed == MOST_FOLLOWED) {
          throw e;
        }
        follow(e);
      }
    }
  }

  /** The next object may be deleted too before it could be read: two copies can go at one time. */
  private void follow(NoSuchFileException gone) throws IOException {
    close();
    packs.refresh();
    Optional<StoredBlob> found = packs.findFresh(hash);
    if (found.isEmpty() || found.get().id().equals(blob.id())) {
      if (found.isPresent()) {
        found.get().close();
      }
      BlobMissingException missing = new BlobMissingException(hash);
      missing.addSuppressed(gone);
      throw missing;
    }
    blob = found.get();
    moved = true;
  }

  @Override
  public void close() throws IOException {
    in.close();
    blob.close(); // which nothing may have been read of yet
  }
}
