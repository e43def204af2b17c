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
  private final Hash hash;
  private final RemotePacks packs;
  private StoredBlob blob;
  private InputStream in;
  private long position;

  /** Takes a blob over: closing this closes it. */
  FollowingStream(Hash hash, StoredBlob blob, RemotePacks packs) throws IOException {
    this.hash = hash;
    this.blob = blob;
    this.packs = packs;
    in = stream(blob);
  }

  private static InputStream stream(StoredBlob blob) throws IOException {
    try {
      return blob.stream();
    } catch (IOException e) {
      blob.close();
      throw e;
    }
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
    int read;
    try {
      read = in.read(into, offset, length);
    } catch (NoSuchFileException e) {
      follow(e);
      read = in.read(into, offset, length);
    }
    position += Math.max(0, read);
    return read;
  }

  private void follow(NoSuchFileException gone) throws IOException {
    in.close();
    packs.refresh();
    Optional<StoredBlob> found = packs.findFresh(hash);
    if (found.isEmpty() || found.get().id().equals(blob.id())) {
      BlobMissingException missing = new BlobMissingException(hash);
      missing.addSuppressed(gone);
      throw missing;
    }
    blob = found.get();
    in = stream(blob);
    in.skipNBytes(position);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
