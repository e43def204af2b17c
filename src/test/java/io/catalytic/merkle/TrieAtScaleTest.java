package io.catalytic.merkle;

import static org.assertj.core.api.Assertions.assertThat;

import io.catalytic.digest.Hash;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A trie of a million entries is asked and changed by way of a few of its pages. */
class TrieAtScaleTest {
  private static final int ENTRIES = 1_000_000;
  private static final int CHANGES = 10;
  private static final MemoryPages PAGES = new MemoryPages();
  private static PageRef trie = new PageRef(Hash.ZERO, Subtree.EMPTY);

  @BeforeAll
  static void build() throws IOException {
    try (SortByKey sort = new SortByKey(SortByKey.DEFAULT_HELD)) {
      for (int i = 0; i < ENTRIES; i++) {
        sort.add(Entries.entry(i, 0));
      }
      trie = PageWriter.write(sort.sorted(), PAGES);
    }
  }

  @Test
  void aProofHasAtMostFortySiblings() throws Exception {
    for (int i = 0; i < ENTRIES; i += 997) {
      PageReader reader = new PageReader(PAGES);
      TrieProof proof = Prover.prove(reader, trie, Entries.key(i)).proof();
      assertThat(proof.siblings()).hasSizeLessThanOrEqualTo(40);
      assertThat(proof.trieRoot()).isEqualTo(trie.subtree().hash());
      assertThat(reader.pagesRead()).isLessThanOrEqualTo(6);
    }
  }

  @Test
  void anUpdateAndAComparisonReadAFewPagesForEachChange() throws IOException {
    List<TrieChange> changes = new ArrayList<>();
    for (int i = 0; i < CHANGES; i++) {
      changes.add(
          switch (i % 3) {
            case 0 -> TrieChange.put(Entries.entry(i * 1013, 1));
            case 1 -> TrieChange.remove(Entries.path(i * 1013));
            default -> TrieChange.put(Entries.entry(ENTRIES + i, 0));
          });
    }
    PageReader reader = new PageReader(PAGES);
    AtomicLong written = new AtomicLong();
    PageSink sink =
        page -> {
          written.incrementAndGet();
          return PAGES.write(page);
        };
    PageRef after = TrieUpdate.apply(reader, trie, changes, sink);
    assertThat(after.subtree().entries()).isEqualTo(ENTRIES);
    assertThat(reader.pagesRead()).isLessThanOrEqualTo(CHANGES * 6);
    assertThat(reader.entriesRead()).isLessThanOrEqualTo(CHANGES * Page.MAX_ENTRIES);
    assertThat(written.get()).isLessThanOrEqualTo(CHANGES * 6);

    PageReader was = new PageReader(PAGES);
    PageReader is = new PageReader(PAGES);
    List<Hash> found = new ArrayList<>();
    TrieDiff.compare(
        was, trie, is, after, (one, other) -> found.add(one.or(() -> other).orElseThrow().key()));
    assertThat(found)
        .containsExactlyElementsOf(changes.stream().map(TrieChange::key).sorted().toList());
    assertThat(was.pagesRead() + is.pagesRead()).isLessThanOrEqualTo(CHANGES * 2 * 6);
    assertThat(was.pagesRead() + is.pagesRead() + was.entriesRead() + is.entriesRead())
        .isLessThanOrEqualTo(CHANGES * 60);
  }
}
