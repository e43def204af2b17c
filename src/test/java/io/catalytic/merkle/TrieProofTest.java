package io.catalytic.merkle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catalytic.digest.Hash;
import io.catalytic.digest.Hasher;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rules of a single proof; {@code domain.ProofVectorsTest} has the adversary's. */
class TrieProofTest {
  private static final Hash DATA = Hasher.sha256("DATA".getBytes(StandardCharsets.US_ASCII));

  private static Hash key(int i) {
    return Hasher.sha256(ByteBuffer.allocate(4).putInt(i).array());
  }

  private static Subtree.Leaf leaf(int i) {
    return Subtree.leaf(key(i), DATA, 0);
  }

  /** The root of two leaves is from the test specification of FuelLabs/fuel-specs. */
  @Test
  void theLeavesOfAPublicVectorLeadToItsRoot() throws InvalidProofException {
    Hash root = Hash.parse("8d0ae412ca9ca0afcb3217af8bcd5a673e798bd6fd1dfacad17711e883f494cb");
    TrieProof.Present data = new TrieProof.Present(DATA);
    assertThat(new TrieProof(key(0), data, beside(1)).trieRoot()).isEqualTo(root);
    assertThat(new TrieProof(key(1), data, beside(0)).trieRoot()).isEqualTo(root);
    // A key that has the first bits of both ends at the leaf of one of them.
    int i = 2;
    while (key(i).sharedBits(key(0)) <= key(0).sharedBits(key(1))) {
      i++;
    }
    TrieProof.Claim other = new TrieProof.OtherLeaf(key(0), DATA);
    assertThat(new TrieProof(key(i), other, beside(1)).trieRoot()).isEqualTo(root);
  }

  /** The way to one of two leaves: nothing beside it, as far as they have the same bits. */
  private static List<Hash> beside(int other) {
    List<Hash> siblings =
        new ArrayList<>(Collections.nCopies(key(0).sharedBits(key(1)), Hash.ZERO));
    siblings.add(leaf(other).hash());
    return siblings;
  }

  @Test
  void aTrieOfOneLeafNeedsNoSiblings() throws InvalidProofException {
    Hash root = Hash.parse("39f36a7cb4dfb1b46f03d044265df6a491dffc1034121bc1071a34ddce9bb14b");
    assertThat(new TrieProof(key(0), new TrieProof.Present(DATA), List.of()).trieRoot())
        .isEqualTo(root);
    TrieProof.Claim other = new TrieProof.OtherLeaf(key(0), DATA);
    assertThat(new TrieProof(key(1), other, List.of()).trieRoot()).isEqualTo(root);
  }

  @Test
  void theKeyItselfIsNoOtherLeaf() {
    TrieProof.Claim own = new TrieProof.OtherLeaf(key(0), DATA);
    assertThatThrownBy(() -> new TrieProof(key(0), own, List.of()).trieRoot())
        .isInstanceOf(InvalidProofException.class)
        .hasMessageContaining("the path is there");
  }
}
