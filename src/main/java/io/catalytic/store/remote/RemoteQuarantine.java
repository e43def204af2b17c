package io.catalytic.store.remote;

import io.catalytic.digest.Digest;
import io.catalytic.digest.Hash;
import io.catalytic.digest.Hasher;
import io.catalytic.store.BlobCorruptException;
import io.catalytic.store.CopyState;
import io.catalytic.store.pack.Pack;
import io.catalytic.store.pack.PackEntry;
import io.catalytic.store.pack.PackSummary;
import io.catalytic.store.pack.PackedBlob;
import io.catalytic.store.pack.RegionStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.Optional;

/**
 * Sets blobs aside whose bytes are not what their name says: {@code quarantine/HASH.ID} says that
 * the blob HASH of the object ID is dead, and holds the hash that its bytes really have.
 *
 * <p>Objects can't be moved in one step, and need not be: an id is given once, so a tombstone never
 * means a good blob that came later. Before it is written the blob is read once more from the
 * remote itself, for what was wrong may have been this machine's cache. Thread-safe.
 */
final class RemoteQuarantine {
  private static final int BUFFER = 1 << 16;

  private final RemoteObjects objects;
  private final RemotePacks packs;

  RemoteQuarantine(RemoteObjects objects, RemotePacks packs) {
    this.objects = objects;
    this.packs = packs;
  }

  /** Sets a blob aside, as well as that can be done, and returns what to throw. */
  BlobCorruptException setAside(Hash hash, StoredBlob blob, Digest actual) {
    BlobCorruptException corrupt = new BlobCorruptException(hash, blob.place(), what(blob, actual));
    try {
      bury(hash, blob);
    } catch (IOException e) {
      corrupt.addSuppressed(e);
    }
    return corrupt;
  }

  /** Writes the tombstone of a blob, if it is corrupt; returns what it is. */
  CopyState bury(Hash hash, StoredBlob blob) throws IOException {
    forget(blob);
    Optional<Hash> real;
    try {
      real = realHash(hash, blob);
    } catch (NoSuchFileException e) {
      return CopyState.GONE;
    }
    if (real.isEmpty()) {
      return CopyState.GONE;
    }
    if (real.get().equals(hash)) {
      return CopyState.RIGHT;
    }
    byte[] text = (real.get().hex() + "\n").getBytes(StandardCharsets.US_ASCII);
    objects.remote().put(RemoteLayout.tombstone(hash, blob.id()), new Chunk(text));
    packs.bury(hash, blob.id());
    return CopyState.CORRUPT;
  }

  private static String what(StoredBlob blob, Digest actual) {
    boolean decoded =
        !(blob instanceof StoredBlob.InPack pack)
            || pack.packed().entry().encoding() == PackEntry.PLAIN
            || actual.size() > 0;
    return decoded ? "its bytes are those of " + actual : "it is not the zstd frame that it was";
  }

  private void forget(StoredBlob blob) {
    if (blob instanceof StoredBlob.InPack pack) {
      PackEntry entry = pack.packed().entry();
      objects.segments().forget(blob.id(), entry.offset(), entry.stored());
    } else {
      objects.segments().forget(blob.id(), 0, blob.digest().size());
    }
  }

  /** Returns the hash of what the remote has there now, or empty if it is there no more. */
  private Optional<Hash> realHash(Hash hash, StoredBlob blob) throws IOException {
    if (blob instanceof StoredBlob.Alone) {
      try (InputStream in =
          new RegionStream(objects.remote().open(blob.name()), 0, blob.digest().size())) {
        return Optional.of(hash(in));
      }
    }
    int tag = PackSummary.tag(hash);
    Optional<PackedBlob> found = Pack.open(new UncachedPack(objects, blob.id())).find(hash, tag);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    try (InputStream in = found.get().stream()) {
      return Optional.of(hash(in));
    }
  }

  private static Hash hash(InputStream in) throws IOException {
    Hasher hasher = new Hasher();
    byte[] buffer = new byte[BUFFER];
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      hasher.update(buffer, 0, read);
    }
    return hasher.finish().hash();
  }

  /** Returns how much was set aside. */
  long count() throws IOException {
    return objects.remote().list(RemoteLayout.QUARANTINE).size();
  }
}
