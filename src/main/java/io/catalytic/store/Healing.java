package io.catalytic.store;

import io.catalytic.digest.Digest;
import io.catalytic.digest.Hash;
import io.catalytic.digest.Hasher;
import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Puts missing blobs back from contents that are offered. For one thread.
 *
 * <p>A content of up to 1 MiB is read once, into memory; a larger one is hashed first, and read
 * again only if it is wanted.
 */
final class Healing implements ContentSource.Taker, Closeable {
  private static final int IN_MEMORY = 1 << 20;
  private static final int BATCH = 4_096;

  private final ObjectStore store;
  private final FsckLog log;
  private final MissingBlobs missing;
  private final Map<Hash, String> pending = new LinkedHashMap<>();
  private Optional<WriteBatch> batch = Optional.empty();
  private long healed;

  Healing(ObjectStore store, FsckLog log, MissingBlobs missing) {
    this.store = store;
    this.log = log;
    this.missing = missing;
  }

  /** Takes what is missing out of a source. */
  void from(ContentSource source) throws IOException {
    if (missing.isEmpty()) {
      return;
    }
    source.offer(this);
    commit();
  }

  /** Returns how many blobs were put back so far. */
  long healed() {
    return healed;
  }

  @Override
  public void take(String where, ContentSource.Content content) throws IOException {
    if (missing.isEmpty()) {
      return;
    }
    byte[] head;
    Digest digest;
    try (InputStream in = content.open()) {
      head = in.readNBytes(IN_MEMORY + 1);
      digest = digest(head, in);
    } catch (IOException e) {
      skipped(where, String.valueOf(e.getMessage()));
      return;
    }
    if (isWanted(digest.hash())) {
      put(digest, head, where, content);
      if (pending.size() >= BATCH) {
        commit();
      }
    }
  }

  private static Digest digest(byte[] head, InputStream rest) throws IOException {
    Hasher hasher = new Hasher().update(head);
    byte[] buffer = new byte[1 << 16];
    for (int read = rest.read(buffer); read >= 0; read = rest.read(buffer)) {
      hasher.update(buffer, 0, read);
    }
    return hasher.finish();
  }

  private boolean isWanted(Hash hash) {
    return missing.contains(hash) && !pending.containsKey(hash);
  }

  private void put(Digest digest, byte[] head, String where, ContentSource.Content content)
      throws IOException {
    WriteBatch open = batch.isPresent() ? batch.get() : store.begin();
    batch = Optional.of(open);
    if (head.length <= IN_MEMORY) {
      open.put(head);
      pending.put(digest.hash(), where);
      return;
    }
    boolean[] failed = {false};
    try (InputStream in = noting(content.open(), failed)) {
      if (open.put(in).equals(digest)) {
        pending.put(digest.hash(), where);
      } else {
        skipped(where, "it changed while it was read");
      }
    } catch (IOException e) {
      if (!failed[0]) {
        throw e; // the store's, not the content's
      }
      skipped(where, String.valueOf(e.getMessage()));
    }
  }

  /** Notes whether it is the content that can't be read. */
  private static InputStream noting(InputStream content, boolean[] failed) {
    return new FilterInputStream(content) {
      @Override
      public int read(byte[] into, int offset, int length) throws IOException {
        try {
          return in.read(into, offset, length);
        } catch (IOException e) {
          failed[0] = true;
          throw e;
        }
      }
    };
  }

  @Override
  public void skipped(String where, String why) {
    log.found(Finding.of(Finding.Kind.SOURCE, where, why));
  }

  private void commit() throws IOException {
    if (batch.isEmpty()) {
      return;
    }
    try (WriteBatch open = batch.get()) {
      batch = Optional.empty();
      open.commit();
    }
    for (Map.Entry<Hash, String> back : pending.entrySet()) {
      if (missing.healed(back.getKey(), back.getValue())) {
        healed++;
      }
    }
    pending.clear();
  }

  @Override
  public void close() throws IOException {
    if (batch.isPresent()) {
      batch.get().close();
    }
  }
}
