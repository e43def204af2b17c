package io.catalytic.store.remote;

import com.google.common.io.ByteStreams;
import io.catalytic.digest.Digest;
import io.catalytic.digest.Hash;
import io.catalytic.digest.Hasher;
import io.catalytic.store.WriteBatch;
import io.catalytic.store.pack.ByteSink;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A batch of a remote store: everything waits in local temporary files, and the commit sends these,
 * one object each. In most batches that is one pack.
 */
final class RemoteBatch implements WriteBatch {
  private final RemotePacks packs;
  private final BatchLimits limits;
  private final StoreLease lease;
  private final Outbox outbox;
  private final Set<Hash> added = new HashSet<>();
  private final Map<Hash, String> known = new LinkedHashMap<>();
  private boolean open = true;
  private @Nullable IOException broken;

  RemoteBatch(RemoteObjects objects, RemotePacks packs, BatchLimits limits, StoreLease lease) {
    this.packs = packs;
    this.lease = lease;
    this.limits = limits;
    outbox = new Outbox(objects, packs, limits);
  }

  @Override
  public Digest put(byte[] bytes) throws IOException {
    requireOpen();
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
      broken = e; // where the pack ends now, nobody knows
      throw e;
    }
  }

  @Override
  public Digest put(InputStream bytes) throws IOException {
    requireOpen();
    byte[] head = bytes.readNBytes(limits.packBelow());
    if (head.length < limits.packBelow()) {
      return put(head);
    }
    return spool(head, bytes);
  }

  private Digest spool(byte[] head, InputStream rest) throws IOException {
    Spool spool = Spool.open();
    try {
      Digest digest = copy(head, rest, spool.sink());
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

  private static Digest copy(byte[] head, InputStream rest, ByteSink out) throws IOException {
    Hasher hasher = new Hasher().update(head);
    out.write(head, 0, head.length);
    byte[] buffer = new byte[1 << 16];
    // Filled, and not as it comes: some streams come in a line at a time.
    int read;
    do {
      read = ByteStreams.read(rest, buffer, 0, buffer.length);
      hasher.update(buffer, 0, read);
      out.write(buffer, 0, read);
    } while (read == buffer.length);
    return hasher.finish();
  }

  /** Returns whether the blob has to be written, and notes it if the store has it. */
  private boolean isNew(Digest digest) throws IOException {
    if (added.contains(digest.hash())) {
      return false;
    }
    Optional<StoredBlob> found = packs.findReliable(digest.hash());
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
    requireOpen();
    open = false;
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
        throw new IOException(
            "blob "
                + hash
                + " was in the store when it was put, and is there no more (set aside as corrupt,"
                + " or removed); put the batch again");
      }
      found.get().close();
    }
  }

  private void requireOpen() throws IOException {
    if (broken != null) {
      throw new IOException("an earlier put of this batch failed; begin another", broken);
    }
    if (!open) {
      throw new IllegalStateException("the batch was committed or closed; begin another");
    }
  }

  @Override
  public void close() throws IOException {
    open = false;
    outbox.close();
  }
}
