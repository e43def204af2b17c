package io.catalytic.instruction;

import static org.assertj.core.api.Assertions.assertThat;

import io.catalytic.instruction.Chunker.Chunk;
import io.catalytic.instruction.Outline.Declaration;
import io.catalytic.tokens.TokenCounter;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ChunkerTest {

  @Property(tries = 1000)
  void putTogetherThePartsAreTheText(
      @ForAll("texts") String text,
      @ForAll("declarations") List<Declaration> declarations,
      @ForAll @IntRange(min = 1, max = 60) int spare) {
    TextLines lines = new TextLines(text);
    long room = longest(lines) + spare;
    List<Chunk> chunks = chunker(lines, declarations).chunks(room);
    assertThat(joined(lines, chunks)).isEqualTo(text);
    assertThat(chunks).allMatch(chunk -> chunk.size() > 0);
    assertThat(chunker(lines, declarations).chunks(room)).isEqualTo(chunks);
    Chunker chunker = chunker(lines, declarations);
    assertThat(chunks).allMatch(chunk -> chunker.tokens(chunk) <= room);
    assertThat(chunker.lineBeyond(room)).isEmpty();
  }

  @Property(tries = 500)
  void halvesAreAChunkAndNeitherIsEmpty(
      @ForAll("texts") String text, @ForAll("declarations") List<Declaration> declarations) {
    TextLines lines = new TextLines(text);
    if (lines.count() > 1) {
      Chunker chunker = chunker(lines, declarations);
      List<Chunk> halves = chunker.halves(chunker.whole());
      assertThat(halves).hasSize(2).allMatch(half -> half.size() > 0);
      assertThat(joined(lines, halves)).isEqualTo(text);
    }
  }

  @Property(tries = 500)
  void aLineEndsWhereTheEmbeddedWorkerSaysSo(@ForAll("texts") String text) {
    TextLines lines = new TextLines(text);
    String[] split = text.split("\r\n|\r|\n", -1);
    int expected = split.length > 1 && split[split.length - 1].isEmpty() ? -1 : 0;
    assertThat(lines.count()).isEqualTo(split.length + expected);
    for (int i = 0; i < lines.count(); i++) {
      assertThat(lines.line(i).replaceAll("[\r\n]", "")).isEqualTo(split[i]);
    }
  }

  @Test
  void aLineThatIsLongerThanAPartIsAPartOfItsOwn() {
    TextLines lines = new TextLines("a\nb\n" + "long ".repeat(50) + "\nc\nd\n");
    assertThat(chunker(lines, List.of()).chunks(20))
        .containsExactly(new Chunk(0, 2), new Chunk(2, 3), new Chunk(3, 5));
  }

  @Test
  void aLineThatIsTooLongIsFound() {
    TextLines lines = new TextLines("a\n" + "long ".repeat(50) + "\nb");
    assertThat(chunker(lines, List.of()).lineBeyond(20)).hasValue(1);
  }

  @Test
  void outerDeclarationsAreCutBeforeInnerOnes() {
    // Two classes of three methods each; what fits ends within the second.
    String method = "  def m():\n    pass\n";
    String text = ("class A:\n" + method.repeat(3)).repeat(2);
    List<Declaration> declarations =
        List.of(
            new Declaration(1, 7),
            new Declaration(2, 3),
            new Declaration(4, 5),
            new Declaration(6, 7),
            new Declaration(8, 14),
            new Declaration(9, 10),
            new Declaration(11, 12),
            new Declaration(13, 14));
    TextLines lines = new TextLines(text);
    Chunker chunker = chunker(lines, declarations);
    long room = chunker.tokens(new Chunk(0, 11));
    assertThat(chunker.chunks(room)).containsExactly(new Chunk(0, 7), new Chunk(7, 14));
    long less = chunker.tokens(new Chunk(0, 6));
    assertThat(chunker.chunks(less).get(0)).isEqualTo(new Chunk(0, 5));
  }

  @Test
  void whatStandsAboveADeclarationGoesWithIt() {
    String text = "int a;\n\n/** Adds.\n * One. */\n@Test\nvoid\nf() {\n}\n";
    TextLines lines = new TextLines(text);
    CutPoints cuts = new CutPoints(lines, List.of(new Declaration(7, 8)));
    assertThat(IntStream.range(0, 8).map(cuts::rank).boxed())
        .containsExactly(
            CutPoints.ANY,
            CutPoints.ANY,
            0,
            CutPoints.ANY,
            CutPoints.ANY,
            CutPoints.ANY,
            CutPoints.ANY,
            CutPoints.ANY);
  }

  @Test
  void whatBeginsInTheFirstHalfAndDoesNotFitIsNotCutIfItFitsTheNextPart() {
    String text = "a = 1\nb = 2\ndef f():\n" + "  step()\n".repeat(8);
    TextLines lines = new TextLines(text);
    Chunker chunker = chunker(lines, List.of(new Declaration(3, 11)));
    long room = chunker.tokens(new Chunk(2, 11));
    assertThat(chunker.chunks(room)).containsExactly(new Chunk(0, 2), new Chunk(2, 11));
  }

  @Test
  void withoutDeclarationsCutsAreAtBlankLinesElseAtLineEnds() {
    TextLines lines = new TextLines("one\ntwo\n\nthree\nfour\n\nfive\nsix\n");
    Chunker chunker = chunker(lines, List.of());
    assertThat(chunker.chunks(chunker.tokens(new Chunk(0, 5))).get(0)).isEqualTo(new Chunk(0, 3));
    assertThat(chunker.chunks(chunker.tokens(new Chunk(0, 2))).get(0)).isEqualTo(new Chunk(0, 2));
  }

  private static Chunker chunker(TextLines lines, List<Declaration> declarations) {
    return new Chunker(lines, new CutPoints(lines, declarations));
  }

  private static String joined(TextLines lines, List<Chunk> chunks) {
    return chunks.stream()
        .map(chunk -> lines.between(chunk.from(), chunk.to()))
        .collect(Collectors.joining());
  }

  private static long longest(TextLines lines) {
    return IntStream.range(0, lines.count())
        .mapToLong(i -> TokenCounter.count(lines.line(i)))
        .max()
        .orElse(0);
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.of(
            "def f():",
            "  x = 1",
            "",
            "}",
            "# note",
            "\t",
            "\r",
            "größe 😀",
            "\u0000<|endoftext|>",
            "\ud800")
        .list()
        .ofMaxSize(60)
        .flatMap(
            lines ->
                Arbitraries.of("\n", "\r\n", "\r", "")
                    .list()
                    .ofSize(lines.size())
                    .map(ends -> interleaved(lines, ends)));
  }

  private static String interleaved(List<String> lines, List<String> ends) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < lines.size(); i++) {
      text.append(lines.get(i)).append(ends.get(i));
    }
    return text.toString();
  }

  /** Of any order and nesting, and beyond the text too: an outline is not trusted. */
  @Provide
  Arbitrary<List<Declaration>> declarations() {
    Arbitrary<Integer> line = Arbitraries.integers().between(-2, 80);
    return Combinators.combine(line, line).as(Declaration::new).list().ofMaxSize(20);
  }
}
