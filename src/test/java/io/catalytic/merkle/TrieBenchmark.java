package io.catalytic.merkle;

import io.catalytic.digest.Hash;
import io.catalytic.digest.Hasher;
import java.io.IOException;
import java.util.Iterator;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Times and measures tries: {@code mvn test -Dtest=TrieBenchmark -Dtest.excluded.groups=none
 * -Dtest.jvm.flags=-Xmx512m}.
 */
@Tag("benchmark")
final class TrieBenchmark {

  /** Counts pages and forgets them. */
  private static final class Counted implements PageSink {
    private long leafPages;
    private long leafBytes;
    private long innerPages;
    private long innerBytes;
    private int deepest;

    @Override
    public Hash write(byte[] page) {
      boolean inner = page[4] == 1;
      leafPages += inner ? 0 : 1;
      leafBytes += inner ? 0 : page.length;
      innerPages += inner ? 1 : 0;
      innerBytes += inner ? page.length : 0;
      deepest = Math.max(deepest, page[5] & 0xff);
      return Hasher.sha256(page);
    }
  }

  /** Two neighbours in order share the most bits; the branch below those is the deepest. */
  private static final class Watched implements Iterator<TrieEntry> {
    private final Iterator<TrieEntry> sorted;
    private Hash last = Hash.ZERO;
    private int deepest;

    Watched(Iterator<TrieEntry> sorted) {
      this.sorted = sorted;
    }

    @Override
    public boolean hasNext() {
      return sorted.hasNext();
    }

    @Override
    public TrieEntry next() {
      TrieEntry next = sorted.next();
      deepest = Math.max(deepest, last.sharedBits(next.key()) + 1);
      last = next.key();
      return next;
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1_000_000, 10_000_000})
  void build(int entries) throws IOException {
    long start = System.nanoTime();
    Counted counted = new Counted();
    PageRef trie;
    int deepestLeaf = 0;
    try (SortByKey sort = new SortByKey(SortByKey.DEFAULT_HELD)) {
      for (int i = 0; i < entries; i++) {
        sort.add(Entries.entry(i, 0));
      }
      Watched watched = new Watched(sort.sorted());
      trie = PageWriter.write(watched, counted);
      deepestLeaf = watched.deepest;
    }
    System.out.printf(
        Locale.ROOT,
        "%d entries: root %s; %d pages of entries, %d bytes; %d inner pages, %d bytes; deepest page"
            + " at %d bits, most siblings of a proof %d; %d ms%n",
        entries,
        trie.subtree().hash(),
        counted.leafPages,
        counted.leafBytes,
        counted.innerPages,
        counted.innerBytes,
        counted.deepest,
        deepestLeaf,
        (System.nanoTime() - start) / 1_000_000);
  }

  @ParameterizedTest
  @ValueSource(ints = 1_000_000)
  void checkOfAProof(int entries) throws Exception {
    MemoryPages pages = new MemoryPages();
    PageRef trie;
    try (SortByKey sort = new SortByKey(SortByKey.DEFAULT_HELD)) {
      for (int i = 0; i < entries; i++) {
        sort.add(Entries.entry(i, 0));
      }
      trie = PageWriter.write(sort.sorted(), pages);
    }
    long proving = 0;
    long checking = 0;
    int siblings = 0;
    int rounds = 20_000;
    for (int i = 0; i < rounds; i++) {
      long start = System.nanoTime();
      TrieProof proof = Prover.prove(new PageReader(pages), trie, Entries.key(i * 49)).proof();
      long proved = System.nanoTime();
      if (!proof.trieRoot().equals(trie.subtree().hash())) {
        throw new IllegalStateException("no proof");
      }
      checking += System.nanoTime() - proved;
      proving += proved - start;
      siblings = Math.max(siblings, proof.siblings().size());
    }
    System.out.printf(
        Locale.ROOT,
        "%d entries: a proof is made in %d ns and checked in %d ns; at most %d siblings%n",
        entries,
        proving / rounds,
        checking / rounds,
        siblings);
  }
}
