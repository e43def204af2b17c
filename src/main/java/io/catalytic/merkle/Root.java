package io.catalytic.merkle;

import io.catalytic.digest.Hash;
import io.catalytic.digest.Hasher;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The published commitment to a whole domain.
 *
 * @param hash {@code SHA256(0x02 ‖ "catalytic/1" ‖ u64be entries ‖ u64be file bytes ‖ trie root)}:
 *     what is shown and compared
 * @param trie the bare trie's root hash
 * @param entries paths of the domain, its own directory among them
 * @param fileBytes the sum of the sizes of its files
 */
public record Root(Hash hash, Hash trie, long entries, long fileBytes) implements Serializable {
  private static final byte[] CONSTRUCTION = "catalytic/1".getBytes(StandardCharsets.US_ASCII);

  /** Refuses a hash that is not that of the other fields. */
  public Root {
    if (!hash.equals(commit(trie, entries, fileBytes))) {
      throw new IllegalArgumentException("the root " + hash + " does not follow from its parts");
    }
  }

  /** Returns the commitment to these parts. */
  public static Root of(Hash trie, long entries, long fileBytes) {
    return new Root(commit(trie, entries, fileBytes), trie, entries, fileBytes);
  }

  /** Returns the commitment to a whole trie. */
  public static Root of(Subtree trie) {
    return of(trie.hash(), trie.entries(), trie.fileBytes());
  }

  private static Hash commit(Hash trie, long entries, long fileBytes) {
    byte[] counts = ByteBuffer.allocate(2 * Long.BYTES).putLong(entries).putLong(fileBytes).array();
    return new Hasher()
        .update((byte) 2)
        .update(CONSTRUCTION)
        .update(counts)
        .update(trie.bytes())
        .finish()
        .hash();
  }
}
