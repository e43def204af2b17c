package io.catalytic.store.remote;

import io.catalytic.digest.Digest;
import io.catalytic.digest.Hash;
import io.catalytic.store.BatchState;
import io.catalytic.store.WriteBatch;
import io.catalytic.store.pack.HashingCopy;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A batch of a remote store: everything waits in local temporary files, and the commit sends these,
 * one object each. In most batches that is one pack.
 */
final class RemoteBatch implements WriteBatch {
  private final RemotePacks packs;
  private final Known reliable;
  private final BatchLimits limits;
  private final StoreLease lease;
  private final Outbox outbox;
  private final Set<Hash> added = new HashSet<>();
  private final Map<Hash, String> known = new LinkedHashMap<>();
  private final BatchState state = new BatchState();

  /** Says which blobs need no writing. */
  interface Known {

    /** Opens a copy to rely on. */
    Optional<StoredBlob> find(Hash hash) throws IOException;
  }

  RemoteBatch(
      RemoteObjects objects,
      RemotePacks packs,
      Known reliable,
      BatchLimits limits,
      StoreLease lease) {
    this.packs = packs;
    this.reliable = reliable;
    this.lease = lease;
    this.limits = limits;
    outbox = new Outbox(objects, packs, limits);
  }

  @Override
  public Digest put(byte[] bytes) throws IOException {
    state.requireOpen();
    Digest digest = Digest.of(bytes);
    if (!isNew(digest)) {
      return digest;
    }
    if (bytes.length < limits.packBelow()) {
      pack(digest, bytes);
    } else {
      spool(bytes, InputStream.nullInputStream());
    }
    added.add(digest.hash());
    return digest;
  }

  private void pack(Digest digest, byte[] bytes) throws IOException {
    try {
      outbox.pack(digest, bytes);
    } catch (IOException e) {
      throw state.broken(e); // where the pack ends now, nobody knows
    }
  }

  @Override
  public Digest put(InputStream bytes) throws IOException {
    state.requireOpen();
    byte[] head = bytes.readNBytes(limits.packBelow());
    if (head.length < limits.packBelow()) {
      return put(head);
    }
    return spool(head, bytes);
  }

  private Digest spool(byte[] head, InputStream rest) throws IOException {
    Spool spool = Spool.open();
    try {
      Digest digest = HashingCopy.copy(head, rest, spool.sink());
      if (isNew(digest)) {
        outbox.single(digest, spool);
        added.add(digest.hash());
        spool = null;
      }
      return digest;
    } finally {
      if (spool != null) {
        spool.close();
      }
    }
  }

  /** Returns whether the blob has to be written, and notes it if the store has it. */
  private boolean isNew(Digest digest) throws IOException {
    if (added.contains(digest.hash())) {
      return false;
    }
    Optional<StoredBlob> found = reliable.find(digest.hash());
    if (found.isEmpty()) {
      return true;
    }
    try (StoredBlob blob = found.get()) {
      if (!blob.digest().equals(digest)) {
        return true;
      }
      known.put(digest.hash(), blob.name());
    }
    added.add(digest.hash());
    return false;
  }

  @Override
  public void commit() throws IOException {
    state.requireOpen();
    state.end();
    outbox.finish();
    checkKnown();
    outbox.send();
    lease.require(); // or what it relied on may be gone
  }

  /** Checks that what needed no writing is still there. */
  private void checkKnown() throws IOException {
    if (known.isEmpty()) {
      return;
    }
    boolean whole = packs.recheck(new HashSet<>(known.values()));
    if (!whole) {
      packs.refresh();
    }
    for (Map.Entry<Hash, String> relied : known.entrySet()) {
      Hash hash = relied.getKey();
      Optional<StoredBlob> found = packs.findReliable(hash, relied.getValue());
      if (found.isEmpty()) {
        throw BatchState.gone(hash);
      }
      found.get().close();
    }
  }

  @Override
  public void close() throws IOException {
    state.end();
    outbox.close();
  }
}
