package io.catalytic.merkle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catalytic.digest.Hash;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Whatever is done with pages gives what the whole trie in memory gives. */
class PagedTrieTest {

  /** Numbers whose keys have the first four bits 0, so that the first page leads to one only. */
  private static final List<Integer> CROWDED =
      IntStream.range(0, 6000).filter(i -> Entries.key(i).prefix(4) == 0).boxed().toList();

  /** Sets around every size at which a page splits, some of them all under one prefix. */
  @Provide
  static Arbitrary<Set<Integer>> sets() {
    return Arbitraries.oneOf(
        Arbitraries.integers().between(0, 3000).set().ofMaxSize(5),
        Arbitraries.integers().between(0, 3000).set().ofMinSize(55).ofMaxSize(75),
        Arbitraries.integers().between(0, 3000).set().ofMaxSize(1500),
        Arbitraries.of(CROWDED).set().ofMaxSize(300),
        Arbitraries.of(CROWDED).set().ofMinSize(60).ofMaxSize(70));
  }

  /** What a path becomes by its number: version 1 or 2, or nothing. */
  @Provide
  static Arbitrary<Map<Integer, Integer>> changes() {
    Arbitrary<Integer> versions = Arbitraries.of(0, 1, 2, -1);
    return Arbitraries.oneOf(
        Arbitraries.maps(Arbitraries.integers().between(0, 3000), versions).ofMaxSize(8),
        Arbitraries.maps(Arbitraries.of(CROWDED), versions).ofMaxSize(200));
  }

  private static Map<Hash, TrieEntry> state(Set<Integer> numbers) {
    Map<Hash, TrieEntry> state = new TreeMap<>();
    Entries.of(numbers).forEach(entry -> state.put(entry.key(), entry));
    return state;
  }

  private static List<TrieChange> apply(
      Map<Integer, Integer> changes, Set<Integer> removed, Map<Hash, TrieEntry> state) {
    Map<Integer, Integer> all = new HashMap<>(changes);
    removed.forEach(number -> all.put(number, -1));
    List<TrieChange> list = new ArrayList<>();
    all.forEach(
        (number, version) -> {
          if (version < 0) {
            list.add(TrieChange.remove(Entries.path(number)));
            state.remove(Entries.key(number));
          } else {
            TrieEntry entry = Entries.entry(number, version);
            list.add(TrieChange.put(entry));
            state.put(entry.key(), entry);
          }
        });
    return list;
  }

  @Property(tries = 150)
  void pagesFoldToTheRootOfTheirEntries(@ForAll("sets") Set<Integer> numbers) throws IOException {
    PageRef trie = Entries.write(Entries.of(numbers), new MemoryPages());
    assertThat(trie.subtree()).isEqualTo(Entries.fold(Entries.of(numbers)));
  }

  @Property(tries = 300)
  void anUpdateGivesThePagesThatABuildFromScratchGives(
      @ForAll("sets") Set<Integer> numbers, @ForAll("changes") Map<Integer, Integer> changes)
      throws IOException {
    updateOf(numbers, changes, Set.of());
  }

  @Property(tries = 100)
  void removingNearlyAllGivesThePagesOfTheRest(
      @ForAll("sets") Set<Integer> numbers,
      @ForAll @Size(max = 3) Set<Integer> kept,
      @ForAll("changes") Map<Integer, Integer> changes)
      throws IOException {
    Set<Integer> removed = new HashSet<>(numbers);
    removed.removeIf(number -> kept.contains(number % 50));
    updateOf(numbers, changes, removed);
  }

  private static void updateOf(
      Set<Integer> numbers, Map<Integer, Integer> changes, Set<Integer> removed)
      throws IOException {
    MemoryPages pages = new MemoryPages();
    Map<Hash, TrieEntry> state = state(numbers);
    PageRef before = Entries.write(state.values(), pages);
    List<TrieChange> list = apply(changes, removed, state);
    MemoryPages updated = new MemoryPages();
    PageRef after = TrieUpdate.apply(new PageReader(pages), before, list, updated);
    assertThat(after).isEqualTo(Entries.write(state.values(), new MemoryPages()));
    PageSource both = page -> updated.has(page) ? updated.read(page) : pages.read(page);
    PageWalk.check(new PageReader(both), after.page(), Entries.root(after));
  }

  @Property(tries = 200)
  void aComparisonFindsWhatWasChangedAndNothingElse(
      @ForAll("sets") Set<Integer> numbers, @ForAll("changes") Map<Integer, Integer> changes)
      throws IOException {
    Map<Hash, TrieEntry> was = state(numbers);
    Map<Hash, TrieEntry> is = new TreeMap<>(was);
    apply(changes, Set.of(), is);
    assertDifference(was, is);
  }

  @Property(tries = 100)
  void twoTriesOfAnySizesAreCompared(
      @ForAll("sets") Set<Integer> one, @ForAll("sets") Set<Integer> other) throws IOException {
    assertDifference(state(one), state(other));
  }

  private static void assertDifference(Map<Hash, TrieEntry> was, Map<Hash, TrieEntry> is)
      throws IOException {
    MemoryPages pages = new MemoryPages();
    PageReader reader = new PageReader(pages);
    PageRef before = Entries.write(was.values(), pages);
    PageRef after = Entries.write(is.values(), pages);
    Map<Hash, TrieEntry> state = new TreeMap<>(was);
    List<Hash> order = new ArrayList<>();
    TrieDiff.compare(
        reader,
        before,
        reader,
        after,
        (one, other) -> {
          Hash key = one.or(() -> other).orElseThrow().key();
          assertThat(one).isEqualTo(Optional.ofNullable(was.get(key))).isNotEqualTo(other);
          state.remove(key);
          other.ifPresent(entry -> state.put(key, entry));
          order.add(key);
        });
    assertThat(state).isEqualTo(is);
    assertThat(order).isSorted().doesNotHaveDuplicates();
  }

  @Property(tries = 60)
  void everyPathThatIsThereAndManyThatAreNotHaveProofs(@ForAll("sets") Set<Integer> numbers)
      throws Exception {
    MemoryPages pages = new MemoryPages();
    PageRef trie = Entries.write(Entries.of(numbers), pages);
    if (numbers.isEmpty()) {
      return;
    }
    PageReader reader = new PageReader(pages);
    for (int number = 0; number < 3000; number += numbers.contains(number) ? 1 : 7) {
      Prover.Proven proven = Prover.prove(reader, trie, Entries.key(number));
      assertThat(proven.proof().trieRoot()).isEqualTo(trie.subtree().hash());
      assertThat(proven.proof().isPresent()).isEqualTo(numbers.contains(number));
      assertThat(proven.entry())
          .isEqualTo(
              numbers.contains(number) ? Optional.of(Entries.entry(number, 0)) : Optional.empty());
    }
  }

  @Test
  void aLoneLeafRisesWhenItsNeighboursGo() throws IOException {
    MemoryPages pages = new MemoryPages();
    PageRef many = Entries.write(Entries.of(CROWDED), pages);
    List<TrieChange> changes =
        CROWDED.stream().skip(1).map(i -> TrieChange.remove(Entries.path(i))).toList();
    PageRef one = TrieUpdate.apply(new PageReader(pages), many, changes, pages);
    assertThat(one.subtree()).isEqualTo(Entries.entry(CROWDED.get(0), 0).leaf());
    TrieChange last = TrieChange.remove(Entries.path(CROWDED.get(0)));
    PageRef none = TrieUpdate.apply(new PageReader(pages), one, List.of(last), pages);
    assertThat(none.subtree()).isEqualTo(Subtree.EMPTY);
  }

  @Test
  void twoChangesOfOnePathAreRefused() throws IOException {
    MemoryPages pages = new MemoryPages();
    PageRef trie = Entries.write(List.of(), pages);
    List<TrieChange> changes =
        List.of(TrieChange.put(Entries.entry(1, 1)), TrieChange.remove(Entries.path(1)));
    assertThatThrownBy(() -> TrieUpdate.apply(new PageReader(pages), trie, changes, pages))
        .isInstanceOf(DuplicateKeyException.class)
        .hasMessageContaining(Entries.key(1).hex());
  }

  @Test
  void entriesTwiceOrOutOfOrderAreRefused() {
    List<TrieEntry> sorted = Entries.of(List.of(1, 2)).stream().sorted().toList();
    TrieEntry first = sorted.get(0);
    TrieEntry second = sorted.get(1);
    MemoryPages pages = new MemoryPages();
    assertThatThrownBy(() -> PageWriter.write(List.of(first, first).iterator(), pages))
        .isInstanceOf(DuplicateKeyException.class);
    assertThatThrownBy(() -> PageWriter.write(List.of(second, first).iterator(), pages))
        .hasMessageContaining("out of order");
  }
}
