package io.catalytic.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.io.BaseEncoding;
import io.catalytic.context.Internalized.Binary;
import io.catalytic.context.Internalized.Limit;
import io.catalytic.context.Internalized.Text;
import io.catalytic.digest.Hash;
import io.catalytic.store.BlobCorruptException;
import io.catalytic.store.BlobMissingException;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.Stores;
import io.catalytic.tokens.TokenCounter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InternalizeTest {
  private final ObjectStore store = Stores.inMemory();
  private final CatalyticContext context = CatalyticContext.open(store, "x");

  private Internalized internalize(String text, View view) throws IOException {
    return internalize(text.getBytes(StandardCharsets.UTF_8), view);
  }

  private Internalized internalize(byte[] bytes, View view) throws IOException {
    return context.internalize(context.externalize(bytes).hash(), view);
  }

  @Test
  void aSmallTextIsReturnedWhole() throws IOException {
    Internalized answer = internalize("hello\n", View.whole());
    assertThat(answer.content()).isEqualTo(new Text("hello\n"));
    assertThat(answer.tokens()).isEqualTo(TokenCounter.count("hello\n"));
    assertThat(answer.isComplete()).isTrue();
    assertThat(answer.next()).isEmpty();
    assertThat(internalize("", View.whole()).content()).isEqualTo(new Text(""));
  }

  @Test
  void aTextBeyondTheLimitIsCutAndSaysSo() throws IOException {
    String text = "all work and no play\n".repeat(5_000);
    Internalized answer = internalize(text, View.whole());
    assertThat(answer.tokens()).isBetween(3_990L, 4_000L);
    assertThat(answer.isComplete()).isFalse();
    assertThat(answer.limit()).contains(Limit.TOKENS);
    assertThat(answer.blob().size()).isEqualTo(text.length());
    assertThat(answer.next()).contains(new Part.Range(answer.to(), text.length()));
    assertThat(text).startsWith(answer.content().printable());
    assertThatThrownBy(answer::json)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no whole value; raise the limit, or use a pointer");
  }

  @Test
  void withoutALimitAllOfItComes() throws IOException {
    String text = "all work and no play\n".repeat(50_000);
    Internalized answer = internalize(text, View.whole().withMaxTokens(0));
    assertThat(answer.content()).isEqualTo(new Text(text));
    assertThat(answer.isComplete()).isTrue();
  }

  @Test
  void theLimitOfBytesCutsToo() throws IOException {
    Internalized answer =
        internalize("123456789abc", View.range(1, 12).withMaxTokens(0).withMaxBytes(8));
    assertThat(answer.content()).isEqualTo(new Text("23456789"));
    assertThat(answer.limit()).contains(Limit.BYTES);
    assertThat(answer.next()).contains(new Part.Range(9, 12));
    Internalized binary = internalize(new byte[9], View.whole().withMaxBytes(8));
    assertThat(binary.limit()).contains(Limit.BYTES);
    assertThat(binary.next()).contains(new Part.Range(8, 9));
  }

  @Test
  void aRangeIsCompleteIfAllOfItIsHere() throws IOException {
    Internalized answer = internalize("0123456789", View.range(3, 5));
    assertThat(answer.content()).isEqualTo(new Text("34"));
    assertThat(answer.isComplete()).isTrue();
    assertThat(internalize("0123", View.range(2, 100)).content()).isEqualTo(new Text("23"));
    assertThat(internalize("0123", View.range(2, 100)).asked()).isEqualTo(4);
    assertThat(internalize("0123", View.range(4, 100)).content()).isEqualTo(new Text(""));
  }

  @Test
  void aRangeBeyondTheEndIsRefused() {
    assertThatThrownBy(() -> internalize("0123", View.range(5, 6)))
        .isInstanceOf(NoSuchPartException.class)
        .hasMessageEndingWith("has 4 bytes, and none at 5");
    assertThatThrownBy(() -> View.range(5, 4)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aRangeHasTheCharactersThatBeginInIt() throws IOException {
    String text = "aé😀z"; // bytes: a 1, é 2, 😀 4, z 1
    assertThat(internalize(text, View.range(0, 2)).content()).isEqualTo(new Text("aé"));
    Internalized inside = internalize(text, View.range(2, 4));
    assertThat(inside.content()).isEqualTo(new Text("😀"));
    assertThat(inside.from()).isEqualTo(3);
    assertThat(inside.to()).isEqualTo(7);
    assertThat(inside.isComplete()).isTrue();
    assertThat(internalize(text, View.range(4, 6)).content()).isEqualTo(new Text(""));
    assertThat(internalize(text, View.range(5, 8)).content()).isEqualTo(new Text("z"));
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.of("a", "é", "ไ", "😀", "\n", "hello ")
        .list()
        .ofMaxSize(40)
        .map(list -> String.join("", list));
  }

  @Property(tries = 300)
  void rangesSideBySideShowEachCharacterOnce(
      @ForAll("texts") String text, @ForAll @IntRange(min = 1, max = 9) int step)
      throws IOException {
    Hash hash = context.externalize(text.getBytes(StandardCharsets.UTF_8)).hash();
    long size = text.getBytes(StandardCharsets.UTF_8).length;
    StringBuilder shown = new StringBuilder();
    for (long from = 0; from < size; from += step) {
      shown.append(context.internalize(hash, View.range(from, from + step)).content().printable());
    }
    assertThat(shown.toString()).isEqualTo(text);
  }

  @Property(tries = 500)
  void rangesSideBySideShowEachByteOfABinaryOnce(
      @ForAll("binaries") byte[] bytes, @ForAll @IntRange(min = 1, max = 9) int step)
      throws IOException {
    Hash hash = context.externalize(bytes).hash();
    ByteArrayOutputStream shown = new ByteArrayOutputStream();
    for (long from = 0; from < bytes.length; from += step) {
      Internalized answer = context.internalize(hash, View.range(from, from + step));
      shown.writeBytes(answer.content().bytes());
      assertThat(answer.to()).isEqualTo(answer.from() + answer.content().bytes().length);
    }
    assertThat(shown.toByteArray()).isEqualTo(bytes);
  }

  @Property(tries = 200)
  void whoFollowsTheRangesReadsTheWholeTextAndNoAnswerIsTooLong(
      @ForAll("texts") String text, @ForAll @IntRange(min = 8, max = 24) int limit)
      throws IOException {
    byte[] bytes = text.repeat(3).getBytes(StandardCharsets.UTF_8);
    assertThat(follow(bytes, limit)).isEqualTo(bytes);
  }

  @Property(tries = 500)
  void whoFollowsTheRangesReadsAllBytesOfABinaryToo(
      @ForAll("binaries") byte[] bytes, @ForAll @IntRange(min = 8, max = 24) int limit)
      throws IOException {
    assertThat(follow(bytes, limit)).isEqualTo(bytes);
  }

  /** Text and half characters, one after another. */
  @Provide
  Arbitrary<byte[]> binaries() {
    return Arbitraries.of("61", "ff", "00", "df", "bf", "e0b984", "f09f9880", "80")
        .list()
        .ofMaxSize(60)
        .map(list -> BaseEncoding.base16().lowerCase().decode(String.join("", list)));
  }

  private byte[] follow(byte[] bytes, int limit) throws IOException {
    Hash hash = context.externalize(bytes).hash();
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    View view = View.whole().withMaxTokens(limit);
    while (true) {
      Internalized answer = context.internalize(hash, view);
      assertThat(answer.tokens())
          .isLessThanOrEqualTo(limit)
          .isEqualTo(TokenCounter.count(answer.content().printable()));
      assertThat(answer.from()).isEqualTo(read.size());
      read.writeBytes(answer.content().bytes());
      assertThat(answer.to()).isEqualTo(read.size());
      Optional<Part.Range> next = answer.next();
      if (next.isEmpty()) {
        return read.toByteArray();
      }
      view = View.of(next.get()).withMaxTokens(limit);
    }
  }

  @Test
  void whatIsNotTextIsBase64() throws IOException {
    assertThat(internalize(new byte[] {(byte) 0xff, 1, 2}, View.whole()).content())
        .isEqualTo(new Binary("/wEC"));
    assertThat(internalize("a\0b", View.whole()).content()).isEqualTo(new Binary("YQBi"));
    byte[] cutCharacter = {'a', (byte) 0xc3};
    assertThat(internalize(cutCharacter, View.whole()).content()).isEqualTo(new Binary("YcM="));
  }

  @Test
  void aStrayByteAtTheBeginningOfARangeIsNotSwallowed() throws IOException {
    byte[] bytes = {'a', (byte) 0x80, 'b'};
    assertThat(internalize(bytes, View.range(1, 3)).content()).isEqualTo(new Binary("gGI="));
    assertThat(internalize(bytes, View.range(0, 1)).content()).isEqualTo(new Text("a"));
  }

  @Test
  void theTextBeforeABinaryPartIsTextIfTheLimitEndsThere() throws IOException {
    byte[] bytes = "words ".repeat(10_000).getBytes(StandardCharsets.UTF_8);
    bytes[bytes.length - 1] = 0;
    assertThat(internalize(bytes, View.whole()).content()).isInstanceOf(Text.class);
    assertThat(internalize(bytes, View.whole().withMaxTokens(0)).content())
        .isInstanceOf(Binary.class);
  }

  @Test
  void aLimitThatCouldLeaveNothingIsRefused() {
    assertThatThrownBy(() -> View.whole().withMaxTokens(7))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the most tokens: at least 8, or 0 for no limit; got 7");
    assertThatThrownBy(() -> View.whole().withMaxBytes(0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aBlobThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> context.internalize(Hash.ZERO, View.whole()))
        .isInstanceOf(BlobMissingException.class);
  }

  @Test
  void aBlobOfTheStoreNeedNotBeLive() throws IOException {
    Hash hash = context.externalize(new byte[] {'x'}).hash();
    context.release(hash);
    assertThat(context.internalize(hash, View.whole()).content()).isEqualTo(new Text("x"));
  }

  @Test
  void corruptionBehindWhatIsShownIsFound(@TempDir Path directory) throws IOException {
    byte[] bytes = "{\"a\":1,\"text\":\"words\"} ".repeat(20_000).getBytes(StandardCharsets.UTF_8);
    for (View view :
        new View[] {View.whole(), View.range(0, 10), View.pointer("/a"), View.pointer("/none")}) {
      Path place = Files.createTempDirectory(directory, "store");
      try (ObjectStore disk = Stores.open(place.toString())) {
        CatalyticContext there = CatalyticContext.open(disk, "x");
        Hash hash = there.externalize(bytes).hash();
        spoilLastByte(place.resolve("objects"));
        assertThatThrownBy(() -> there.internalize(hash, view))
            .as("%s", view)
            .isInstanceOf(BlobCorruptException.class);
      }
    }
  }

  private static void spoilLastByte(Path objects) throws IOException {
    Path file;
    try (Stream<Path> files = Files.walk(objects)) {
      file = files.filter(Files::isRegularFile).findFirst().orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 1] ^= 1;
    Files.delete(file);
    Files.write(file, bytes);
  }

  @Test
  void theEndOfALargeBlobIsReached(@TempDir Path directory) throws IOException {
    try (ObjectStore disk = Stores.open(directory.resolve("store").toString())) {
      CatalyticContext there = CatalyticContext.open(disk, "x");
      long size = 300L << 20;
      Hash hash;
      try (Externalizing batch = there.batch();
          InputStream lines = new RepeatingStream("line of text\n", size)) {
        hash = batch.put(lines).hash();
        batch.commit();
      }
      Internalized answer = there.internalize(hash, View.range(size - 13 * 3, size));
      assertThat(answer.content())
          .isEqualTo(new Text(new RepeatingStream("line of text\n", size).tail(13 * 3)));
    }
  }

  /** The same text again and again. */
  private static final class RepeatingStream extends InputStream {
    private final byte[] text;
    private final long size;
    private long at;

    RepeatingStream(String text, long size) {
      this.text = text.repeat(5_000).getBytes(StandardCharsets.UTF_8);
      this.size = size;
    }

    String tail(int length) {
      StringBuilder tail = new StringBuilder();
      for (long i = size - length; i < size; i++) {
        tail.append((char) text[(int) (i % text.length)]);
      }
      return tail.toString();
    }

    @Override
    public int read() {
      return at == size ? -1 : text[(int) (at++ % text.length)];
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      if (at == size) {
        return -1;
      }
      int start = (int) (at % text.length);
      int copied = (int) Math.min(Math.min(length, text.length - start), size - at);
      System.arraycopy(text, start, into, offset, copied);
      at += copied;
      return copied;
    }
  }

  @Test
  void randomBinariesOfEverySizeComeBackExactly() throws IOException {
    Random random = new Random(7);
    for (int size : new int[] {1, 2, 3, 12_287, 12_288, 12_289, 40_000}) {
      byte[] bytes = new byte[size];
      random.nextBytes(bytes);
      bytes[0] = (byte) 0xff;
      Internalized answer = internalize(bytes, View.whole().withMaxTokens(0));
      assertThat(answer.content().bytes()).isEqualTo(bytes);
      assertThat(answer.isComplete()).isTrue();
    }
  }
}
