package io.catalytic.merkle;

import io.catalytic.digest.Hash;
import io.catalytic.digest.Hasher;

/**
 * All that has to be known of a part of the trie to join it with its sibling.
 *
 * <p>The three kinds must be told apart: a lone leaf rises unhashed through empty siblings until it
 * meets another leaf, a node never does. Immutable.
 */
public sealed interface Subtree {
  /** The subtree without leaves. */
  Empty EMPTY = new Empty();

  /** Returns the hash that its parent takes: 32 zero bytes if it is empty. */
  Hash hash();

  /** Returns how many leaves it has. */
  long entries();

  /** Returns the sum of the sizes of the files among them, in bytes. */
  long fileBytes();

  /** No leaf. */
  record Empty() implements Subtree {
    @Override
    public Hash hash() {
      return Hash.ZERO;
    }

    @Override
    public long entries() {
      return 0;
    }

    @Override
    public long fileBytes() {
      return 0;
    }
  }

  /**
   * One leaf.
   *
   * @param key its key {@code K}
   */
  record Leaf(Hash key, Hash hash, long fileBytes) implements Subtree {
    @Override
    public long entries() {
      return 1;
    }
  }

  /** Two leaves or more. */
  record Node(Hash hash, long entries, long fileBytes) implements Subtree {
    /** Refuses a node that should be a leaf or empty. */
    public Node {
      if (entries < 2) {
        throw new IllegalArgumentException("a node has at least 2 leaves; got " + entries);
      }
    }
  }

  /** Returns the leaf {@code SHA256(0x00 ‖ K ‖ SHA256(V))}. */
  static Leaf leaf(Hash key, Hash valueHash, long fileBytes) {
    Hash hash =
        new Hasher().update((byte) 0).update(key.bytes()).update(valueHash.bytes()).finish().hash();
    return new Leaf(key, hash, fileBytes);
  }

  /** Returns the parent of two siblings, of which the left one holds the smaller keys. */
  static Subtree join(Subtree left, Subtree right) {
    if (left instanceof Empty && !(right instanceof Node)) {
      return right;
    }
    if (right instanceof Empty && !(left instanceof Node)) {
      return left;
    }
    return new Node(
        node(left.hash(), right.hash()),
        left.entries() + right.entries(),
        left.fileBytes() + right.fileBytes());
  }

  /** Returns the node {@code SHA256(0x01 ‖ L ‖ R)}. */
  static Hash node(Hash left, Hash right) {
    return new Hasher().update((byte) 1).update(left.bytes()).update(right.bytes()).finish().hash();
  }
}
