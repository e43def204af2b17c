package io.catalytic.instruction;

import io.catalytic.tokens.TokenCounter;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Cuts a text into parts of whole lines that are in order, do not overlap and lose nothing: put
 * together they are the text. The same text, room and declarations give the same parts.
 *
 * <p>A part is as long as fits, back to the best place for a cut: to a declaration, an outer one
 * first, in the second half of what fits; else to the last declaration in the first half, so that
 * what begins there is not cut at once; else to a blank line; else it ends with the last line that
 * fits.
 */
final class Chunker {
  private final TextLines lines;
  private final CutPoints cuts;

  /** Tokens of all lines before each. */
  private final long[] before;

  /**
   * Some lines.
   *
   * @param from the first, from 0
   * @param to the first that is no part of it
   */
  record Chunk(int from, int to) {
    int size() {
      return to - from;
    }
  }

  Chunker(TextLines lines, CutPoints cuts) {
    this.lines = lines;
    this.cuts = cuts;
    before = new long[lines.count() + 1];
    for (int i = 0; i < lines.count(); i++) {
      before[i + 1] = before[i] + TokenCounter.count(lines.line(i));
    }
  }

  /** Returns the whole. */
  Chunk whole() {
    return new Chunk(0, lines.count());
  }

  /** Returns how many tokens some lines have, as they are counted here. */
  long tokens(Chunk chunk) {
    return before[chunk.to] - before[chunk.from];
  }

  /** Returns the first line (from 0) that has more tokens than there is room for. */
  OptionalInt lineBeyond(long room) {
    return IntStream.range(0, lines.count())
        .filter(i -> before[i + 1] - before[i] > room)
        .findFirst();
  }

  /**
   * Returns the parts.
   *
   * @param room most tokens of one; a line that has more is a part of its own
   */
  List<Chunk> chunks(long room) {
    List<Chunk> chunks = new ArrayList<>();
    for (int from = 0; from < lines.count(); ) {
      int to = end(from, room);
      chunks.add(new Chunk(from, to));
      from = to;
    }
    return chunks;
  }

  /** Returns two parts of a chunk of at least two lines, of about the same size. */
  List<Chunk> halves(Chunk chunk) {
    long quarter = tokens(chunk) / 4;
    long middle = before[chunk.from] + 2 * quarter;
    int best = chunk.from + 1;
    for (int i = best; i < chunk.to; i++) {
      if (isBetter(i, best, middle, quarter)) {
        best = i;
      }
    }
    return List.of(new Chunk(chunk.from, best), new Chunk(best, chunk.to));
  }

  /** Near the middle the rank decides, then the distance; elsewhere the distance alone. */
  private boolean isBetter(int cut, int than, long middle, long near) {
    long distance = Math.abs(before[cut] - middle);
    long other = Math.abs(before[than] - middle);
    if (distance <= near && other <= near && cuts.rank(cut) != cuts.rank(than)) {
      return cuts.rank(cut) < cuts.rank(than);
    }
    return distance < other;
  }

  private int end(int from, long room) {
    int most = from + 1;
    while (most < lines.count() && before[most + 1] - before[from] <= room) {
      most++;
    }
    if (most == lines.count()) {
      return most;
    }
    int half = from + 1;
    while (half < most && 2 * (before[half] - before[from]) < room) {
      half++;
    }
    int outermost = outermost(half, most);
    int[] found = {
      last(half, most, rank -> rank == outermost),
      last(from + 1, half, rank -> rank < CutPoints.BLANK),
      last(from + 1, most, rank -> rank == CutPoints.BLANK),
      most
    };
    return IntStream.of(found).filter(cut -> cut > from).findFirst().orElseThrow();
  }

  /** Returns the lowest rank of a declaration in a range, -1 if there is none. */
  private int outermost(int first, int last) {
    int lowest = IntStream.rangeClosed(first, last).map(cuts::rank).min().orElse(CutPoints.ANY);
    return lowest < CutPoints.BLANK ? lowest : -1;
  }

  private int last(int first, int last, IntPredicate wanted) {
    for (int i = last; i >= first; i--) {
      if (wanted.test(cuts.rank(i))) {
        return i;
      }
    }
    return -1;
  }
}
