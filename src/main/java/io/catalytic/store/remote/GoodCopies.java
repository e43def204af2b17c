package io.catalytic.store.remote;

import io.catalytic.digest.Digest;
import io.catalytic.digest.Hash;
import io.catalytic.digest.Hasher;
import io.catalytic.store.CopyState;
import io.catalytic.store.pack.ByteSource;
import io.catalytic.store.pack.PackedBlob;
import io.catalytic.store.pack.RegionStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * Says where else a blob is, after it has read it there to its end: whoever lets go of a copy
 * because there is another has to know that the other is good. For one thread.
 *
 * <p>It reads past the cache, in pieces of its own, a few of which stay in memory: blobs that were
 * copied together lie one after another, so that a thousand small ones cost a few requests. What it
 * finds to be corrupt is set aside, and the next copy looked at; one that can't be read, or is gone
 * by then, is nothing to rely on.
 */
final class GoodCopies implements RemoteBatch.Known {
  private final RemoteObjects objects;
  private final RemotePacks packs;
  private final RemoteQuarantine quarantine;
  private final boolean setsAside;
  private final byte[] buffer = new byte[1 << 16];
  private long corrupt;

  /**
   * Looks among these objects.
   *
   * @param setsAside whether corrupt copies get a tombstone; if not, no further one is looked for
   */
  GoodCopies(
      RemoteObjects objects, RemotePacks packs, RemoteQuarantine quarantine, boolean setsAside) {
    this.objects =
        new RemoteObjects(objects.remote(), objects.location(), new Segments(Optional.empty()));
    this.packs = packs;
    this.quarantine = quarantine;
    this.setsAside = setsAside;
  }

  /** Opens a good copy that no cleaning has set aside. */
  @Override
  public Optional<StoredBlob> find(Hash hash) throws IOException {
    while (true) {
      Optional<StoredBlob> found = packs.findReliable(hash);
      if (found.isEmpty()) {
        return found;
      }
      StoredBlob blob = found.get();
      try {
        if (isRight(blob)) {
          return found;
        }
        CopyState state = setsAside ? quarantine.bury(hash, blob) : CopyState.GONE;
        if (state == CopyState.RIGHT) {
          return found; // now that it was read again
        }
        if (state == CopyState.GONE) {
          blob.close();
          return Optional.empty();
        }
      } catch (IOException e) {
        blob.close();
        return Optional.empty();
      }
      blob.close();
      corrupt++;
    }
  }

  private boolean isRight(StoredBlob blob) throws IOException {
    Hasher hasher = new Hasher();
    try (InputStream in = fresh(blob)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        hasher.update(buffer, 0, read);
      }
    }
    Digest actual = hasher.finish();
    return actual.equals(blob.digest());
  }

  private InputStream fresh(StoredBlob blob) throws IOException {
    if (blob instanceof StoredBlob.InPack packed) {
      PackedBlob known = packed.packed();
      ByteSource in = objects.cached(blob.name(), blob.id(), known.pack().size());
      return new PackedBlob(known.pack(), known.entry(), in).stream();
    }
    long size = blob.digest().size();
    return new RegionStream(objects.cached(blob.name(), blob.id(), size), 0, size);
  }

  /** Returns how many copies were found to be corrupt, and set aside. */
  long corrupt() {
    return corrupt;
  }
}
