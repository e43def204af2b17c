package io.catalytic.domain;

import io.catalytic.digest.Hash;
import io.catalytic.merkle.InvalidProofException;
import io.catalytic.merkle.LeafValue;
import io.catalytic.merkle.Root;
import io.catalytic.merkle.TrieProof;
import java.util.List;
import java.util.Optional;

/**
 * Evidence that a path is under a root with just this entry, or is not under it at all. Neither a
 * store nor the domain is needed to check it.
 *
 * @param root the root that it is about
 * @param entries how many entries the root is of
 * @param fileBytes how many bytes their files have
 * @param path the path
 * @param value what is there; empty if nothing is
 * @param claim what the way down the trie ends at, as {@code value} has it
 * @param siblings as {@link TrieProof} has them
 */
public record PathProof(
    Hash root,
    long entries,
    long fileBytes,
    RawPath path,
    Optional<LeafValue> value,
    TrieProof.Claim claim,
    List<Hash> siblings) {

  /** Refuses a claim that is not of the value, and counts that no domain has. */
  public PathProof {
    Optional<Hash> claimed =
        claim instanceof TrieProof.Present present
            ? Optional.of(present.valueHash())
            : Optional.empty();
    if (!claimed.equals(value.map(LeafValue::hash))) {
      throw new IllegalArgumentException("the claim and the value are not of one entry");
    }
    if (entries < 1 || fileBytes < 0) {
      throw new IllegalArgumentException(
          "a domain has 1 entry or more, and 0 bytes or more; got " + entries + ", " + fileBytes);
    }
    siblings = List.copyOf(siblings);
  }

  /** Returns whether it claims that the path is there. */
  public boolean isPresent() {
    return value.isPresent();
  }

  /**
   * Checks it, with nothing but what it holds.
   *
   * @throws InvalidProofException if it does not hold; the message says why
   */
  public void check() throws InvalidProofException {
    Hash trie = new TrieProof(path.key(), claim, siblings).trieRoot();
    Hash leadsTo = Root.of(trie, entries, fileBytes).hash();
    if (!leadsTo.equals(root)) {
      throw new InvalidProofException(
          "what it says leads to the root " + leadsTo + ", and not to " + root);
    }
  }

  /**
   * Checks it against a root that is known from elsewhere.
   *
   * @throws InvalidProofException if it does not hold, or is about another root
   */
  public void check(Hash trusted) throws InvalidProofException {
    if (!root.equals(trusted)) {
      throw new InvalidProofException("it is about the root " + root + ", and not " + trusted);
    }
    check();
  }
}
