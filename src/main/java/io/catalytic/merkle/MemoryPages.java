package io.catalytic.merkle;

import io.catalytic.digest.Hash;
import io.catalytic.digest.Hasher;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * Pages in memory, for a trie that no store has: about 65 bytes for each entry, and its path. Not
 * thread-safe.
 */
public final class MemoryPages implements PageSource, PageSink {
  private final Map<Hash, byte[]> pages = new HashMap<>();

  /** Holds none yet. */
  public MemoryPages() {}

  @Override
  public Hash write(byte[] page) {
    Hash hash = Hasher.sha256(page);
    pages.put(hash, page.clone());
    return hash;
  }

  /** Returns whether it has a page. */
  public boolean has(Hash page) {
    return pages.containsKey(page);
  }

  @Override
  public byte[] read(Hash page) throws IOException {
    byte[] bytes = pages.get(page);
    if (bytes == null) {
      throw new IOException("there is no page " + page);
    }
    return bytes.clone();
  }
}
