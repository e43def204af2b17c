package io.catalytic.merkle;

import io.catalytic.digest.Hash;
import java.util.List;

/**
 * Evidence of what the trie has at one key, which needs nothing but the trie's root to be checked.
 *
 * @param key where: {@code K}
 * @param claim what is there
 * @param siblings hashes of the subtrees that the way to the key turned away from: the first is
 *     next to the root, and {@code siblings[i]} is on the side that bit {@code i} of the key is not
 */
public record TrieProof(Hash key, Claim claim, List<Hash> siblings) {

  /** What there is at a key. */
  public sealed interface Claim {}

  /**
   * Its leaf.
   *
   * @param valueHash {@code SHA256(V)}
   */
  public record Present(Hash valueHash) implements Claim {}

  /** Nothing: the way to the key ends at an empty subtree. */
  public record EmptySlot() implements Claim {}

  /**
   * Nothing: the way to the key ends at a subtree that is the lone leaf of another key.
   *
   * @param key that other key
   * @param valueHash {@code SHA256(V)} of its value
   */
  public record OtherLeaf(Hash key, Hash valueHash) implements Claim {}

  /** Takes a copy. */
  public TrieProof {
    siblings = List.copyOf(siblings);
  }

  /** Returns whether it claims that there is a leaf at the key. */
  public boolean isPresent() {
    return claim instanceof Present;
  }

  /**
   * Returns the root hash of the bare trie for which it holds, and no other.
   *
   * <p>Every rule is checked before anything is hashed: a root that somebody made up must not help
   * a proof that no trie can give.
   *
   * @throws InvalidProofException if no trie can give it
   */
  public Hash trieRoot() throws InvalidProofException {
    requireOneThatATrieCanGive();
    Hash hash = end();
    for (int depth = siblings.size() - 1; depth >= 0; depth--) {
      Hash sibling = siblings.get(depth);
      hash = key.bit(depth) == 0 ? Subtree.node(hash, sibling) : Subtree.node(sibling, hash);
    }
    return hash;
  }

  private void requireOneThatATrieCanGive() throws InvalidProofException {
    int depth = siblings.size();
    if (depth > Hash.BITS) {
      throw new InvalidProofException(
          "it has " + depth + " siblings; a key has " + Hash.BITS + " bits");
    }
    // A lone leaf rises, and an empty subtree is no part of one: below them nothing is hashed.
    if (depth > 0 && siblings.get(depth - 1).equals(Hash.ZERO)) {
      throw new InvalidProofException("its last sibling is empty, which no trie has");
    }
    if (claim instanceof EmptySlot && depth == 0) {
      throw new InvalidProofException("it claims that the whole trie is empty, which no domain is");
    }
    if (claim instanceof EmptySlot && depth == Hash.BITS) {
      throw new InvalidProofException("an empty place has at most 255 siblings; it has 256");
    }
    if (claim instanceof OtherLeaf other) {
      requireInTheWay(other, depth);
    }
  }

  private void requireInTheWay(OtherLeaf other, int depth) throws InvalidProofException {
    if (other.key().equals(key)) {
      throw new InvalidProofException(
          "the other leaf that it shows for absence has the key itself: the path is there");
    }
    int shared = other.key().sharedBits(key);
    if (shared < depth) {
      throw new InvalidProofException(
          "the other leaf that it shows for absence is not in the key's way: they share "
              + shared
              + " bits, and there are "
              + depth
              + " siblings");
    }
  }

  private Hash end() {
    if (claim instanceof Present present) {
      return Subtree.leaf(key, present.valueHash(), 0).hash();
    }
    if (claim instanceof OtherLeaf other) {
      return Subtree.leaf(other.key(), other.valueHash(), 0).hash();
    }
    return Hash.ZERO;
  }
}
