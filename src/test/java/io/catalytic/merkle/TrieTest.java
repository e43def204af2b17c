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
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrieTest {
  private static final Hash DATA = Hasher.sha256("DATA".getBytes(StandardCharsets.US_ASCII));

  /** Key i of the public vectors is SHA256(u32be(i)), every value the bytes DATA. */
  private static Subtree.Leaf publicLeaf(int i) {
    return Subtree.leaf(Hasher.sha256(ByteBuffer.allocate(4).putInt(i).array()), DATA, 0);
  }

  private static List<Subtree.Leaf> publicLeaves(IntStream keys) {
    return new ArrayList<>(keys.mapToObj(TrieTest::publicLeaf).toList());
  }

  /** From the sparse Merkle tree test specification of FuelLabs/fuel-specs. */
  @ParameterizedTest
  @CsvSource({
    "0, 0000000000000000000000000000000000000000000000000000000000000000",
    "1, 39f36a7cb4dfb1b46f03d044265df6a491dffc1034121bc1071a34ddce9bb14b",
    "2, 8d0ae412ca9ca0afcb3217af8bcd5a673e798bd6fd1dfacad17711e883f494cb",
    "3, 52295e42d8de2505fdc0cc825ff9fead419cbcf540d8b30c7c4b9c9b94c268b7",
    "5, 108f731f2414e33ae57e584dc26bd276db07874436b2264ca6e520c658185c6b",
    "10, 21ca4917e99da99a61de93deaf88c400d4c082991cb95779e444d43dd13e8849",
    "100, 82bf747d455a55e2f7044a03536fc43f1f55d43b855e72c0110c986707a23e4d"
  })
  void theFirstKeysGiveThePublishedRoots(int leaves, String root) {
    assertThat(Trie.fold(publicLeaves(IntStream.range(0, leaves))).hash()).hasToString(root);
  }

  @Test
  void aUnionOfRangesGivesThePublishedRoot() {
    IntStream keys =
        Stream.of(IntStream.range(0, 5), IntStream.range(10, 15), IntStream.range(20, 25))
            .flatMapToInt(range -> range);
    assertThat(Trie.fold(publicLeaves(keys)).hash())
        .hasToString("7e6643325042cfe0fc76626c043b97062af51c7e9fc56665f12b479034bce326");
  }

  @Property(tries = 200)
  void theOrderOfLeavesDoesNotMatter(@ForAll @IntRange(max = 300) int leaves, @ForAll long seed) {
    List<Subtree.Leaf> some = publicLeaves(IntStream.range(0, leaves));
    Subtree expected = Trie.fold(some);
    Collections.shuffle(some, new Random(seed));
    assertThat(Trie.fold(some)).isEqualTo(expected);
  }

  @Property(tries = 100)
  void foldingBinsApartGivesTheSameTrie(
      @ForAll @IntRange(max = 20_000) int leaves, @ForAll long seed) {
    List<Subtree.Leaf> all = publicLeaves(IntStream.range(0, leaves));
    assertThat(foldInParts(all, new Random(seed))).isEqualTo(Trie.fold(all));
  }

  @Test
  void aLoneLeafRisesThroughEmptyBins() {
    Subtree.Leaf leaf = publicLeaf(7);
    TrieBins bins = new TrieBins(12);
    bins.put(leaf.key().prefix(12), leaf);
    assertThat(bins.fold()).isEqualTo(leaf);
  }

  @Test
  void aNodeBesideNothingIsHashedAndNotCollapsed() {
    Subtree node = Subtree.join(publicLeaf(0), publicLeaf(1));
    assertThat(Subtree.join(node, Subtree.EMPTY).hash()).isNotEqualTo(node.hash());
    assertThat(Subtree.join(Subtree.EMPTY, node).hash())
        .isNotEqualTo(Subtree.join(node, Subtree.EMPTY).hash());
  }

  @Test
  void anOddLeafIsNeverDoubled() {
    // CVE-2012-2459: with pairs and a doubled odd leaf, [a, b, c] and [a, b, c, c] share a root.
    List<Subtree.Leaf> doubled = publicLeaves(IntStream.of(0, 1, 2, 2));
    assertThatThrownBy(() -> Trie.fold(doubled))
        .isInstanceOf(DuplicateKeyException.class)
        .hasMessageContaining(publicLeaf(2).key().hex());
  }

  @Test
  void aBinFilledTwiceIsRefused() {
    TrieBins bins = new TrieBins(12);
    Subtree.Leaf leaf = publicLeaf(1);
    bins.put(leaf.key().prefix(12), leaf);
    TrieBins same = new TrieBins(12);
    same.putAll(bins);
    assertThatThrownBy(() -> bins.putAll(same))
        .isInstanceOf(DuplicateKeyException.class)
        .hasMessageContaining("filled twice");
  }

  @Test
  void aLeafInTheWrongPlaceIsRefused() {
    Subtree.Leaf leaf = publicLeaf(1);
    int wrong = (leaf.key().prefix(12) + 1) % 4096;
    assertThatThrownBy(() -> new TrieBins(12).put(wrong, leaf))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new TrieBins(12).put(4096, leaf)).hasMessageContaining("0 to 4095");
    assertThatThrownBy(() -> Trie.fold(publicLeaves(IntStream.range(0, 9)), 12))
        .hasMessageContaining("share only");
  }

  /** Every bin folded on its own, then gathered by random merges, as workers would. */
  private static Subtree foldInParts(List<Subtree.Leaf> leaves, Random random) {
    int bits = random.nextInt(TrieBins.MAX_PREFIX_BITS + 1);
    List<TrieBins> parts = new ArrayList<>();
    leaves.stream()
        .collect(Collectors.groupingBy(leaf -> leaf.key().prefix(bits)))
        .forEach(
            (bin, ofBin) -> {
              TrieBins part = new TrieBins(bits);
              part.put(bin, Trie.fold(ofBin, bits));
              parts.add(part);
            });
    parts.add(new TrieBins(bits));
    while (parts.size() > 1) {
      TrieBins taken = parts.remove(random.nextInt(parts.size()));
      parts.get(random.nextInt(parts.size())).putAll(taken);
    }
    return parts.get(0).fold();
  }
}
