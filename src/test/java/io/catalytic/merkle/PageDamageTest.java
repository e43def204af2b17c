package io.catalytic.merkle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catalytic.digest.Hash;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** A page is what was written, or an {@link IOException} that names it. */
class PageDamageTest {
  private static final Hash NAME = Entries.key(0);
  private static final byte[] LEAVES = page(60);
  private static final byte[] INNER = page(200);

  /** Returns the first page of some entries. */
  private static byte[] page(int entries) {
    MemoryPages pages = new MemoryPages();
    try {
      return pages.read(
          Entries.write(Entries.of(IntStream.range(0, entries).boxed().toList()), pages).page());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void read(byte[] bytes) {
    try {
      Page page = PageFormat.decode(NAME, bytes);
      page.subtree();
      assertThat(PageFormat.encode(page)).isEqualTo(bytes);
    } catch (IOException e) {
      assertThat(e.getMessage()).startsWith("page " + NAME).hasSizeLessThan(400);
    }
  }

  @Property(tries = 2000)
  void anyBytes(@ForAll @Size(max = 200) byte[] bytes) {
    read(bytes);
  }

  @Property(tries = 2000)
  void anyBytesAfterAGoodBeginning(@ForAll @Size(max = 200) byte[] bytes) {
    byte[] page = Arrays.copyOf(INNER, 6 + bytes.length);
    System.arraycopy(bytes, 0, page, 6, bytes.length);
    read(page);
    page[4] = 0;
    read(page);
  }

  @Property(tries = 3000)
  void oneByteChangedOrTheEndCut(
      @ForAll boolean inner,
      @ForAll @IntRange(max = 1 << 20) int at,
      @ForAll byte value,
      @ForAll @IntRange(max = 100) int cut) {
    byte[] good = inner ? INNER : LEAVES;
    byte[] bytes = Arrays.copyOf(good, cut < 50 ? good.length : at % good.length);
    if (bytes.length > 0) {
      bytes[at % bytes.length] = value;
    }
    read(bytes);
  }

  @Test
  void aPageHasTheDocumentedForm() throws IOException {
    TrieEntry entry =
        TrieEntry.of(new byte[0], new LeafValue(EntryType.DIRECTORY, 0755, 0, Hash.ZERO));
    MemoryPages pages = new MemoryPages();
    byte[] page = pages.read(Entries.write(List.of(entry), pages).page());
    assertThat(HexFormat.of().formatHex(page))
        .isEqualTo(
            "43545001" + "00" + "00" + "0001" + "0000" + "0102000001ed" + "00".repeat(8 + 32 + 2));
    assertThat(INNER).startsWith(0x43, 0x54, 0x50, 1, 1, 0, 0xff, 0xff).hasSize(8 + 16 * 80);
  }

  @Test
  void aNewerVersionIsRefusedByName() {
    byte[] newer = LEAVES.clone();
    newer[3] = 2;
    assertThatThrownBy(() -> PageFormat.decode(NAME, newer))
        .hasMessage(
            "page " + NAME + " has version 2; this program reads version 1: use a newer one");
  }

  @Test
  void aPageThatDoesNotFoldToWhatLeadsToItIsRefused() throws IOException {
    MemoryPages pages = new MemoryPages();
    PageRef one = Entries.write(Entries.of(List.of(1, 2)), pages);
    PageRef other = Entries.write(Entries.of(List.of(3, 4)), pages);
    PageReader reader = new PageReader(pages);
    PageRef forged = new PageRef(one.page(), other.subtree());
    assertThatThrownBy(() -> reader.read(forged, Prefix.WHOLE))
        .hasMessageContaining("does not have the hash that leads to it");
    assertThatThrownBy(() -> reader.open(one.page(), Entries.root(other)))
        .hasMessageContaining("is not the first one of the root");
  }

  @Test
  void aPageInTheWrongPlaceIsRefused() throws IOException {
    MemoryPages pages = new MemoryPages();
    PageRef trie = Entries.write(Entries.of(IntStream.range(0, 200).boxed().toList()), pages);
    PageReader reader = new PageReader(pages);
    Page.Inner first = (Page.Inner) reader.read(trie, Prefix.WHOLE);
    PageRef third = first.slot(3).orElseThrow();
    assertThat(reader.read(third, Prefix.WHOLE.child(3)).depth()).isEqualTo(4);
    assertThatThrownBy(() -> reader.read(third, Prefix.WHOLE.child(4)))
        .hasMessageContaining("does not belong where it is");
    assertThatThrownBy(() -> reader.read(third, Prefix.WHOLE))
        .hasMessageContaining("does not belong where it is");
  }
}
