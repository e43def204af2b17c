package io.catalytic.instruction;

import io.catalytic.instruction.Outline.Declaration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * How good a place before each line of a text is for a cut: before an outermost declaration best,
 * then before inner ones by depth, then after a blank line, then anywhere. Immutable.
 *
 * <p>What stands directly above a declaration (comments, annotations, a type on a line of its own)
 * belongs to it, so that the cut is above that.
 */
final class CutPoints {
  /** After a blank line. */
  static final int BLANK = 1000;

  /** Anywhere else. */
  static final int ANY = 1001;

  /** Most lines above a declaration that belong to it. */
  private static final int MOST_ABOVE = 60;

  private static final Pattern ANNOTATION =
      Pattern.compile("(@|#|//|/\\*|\\*|--|\\[|template\\b).*", Pattern.DOTALL);

  /** A type on a line of its own, as in C. */
  private static final Pattern TYPE = Pattern.compile("[\\w\\s:<>,*&]*[\\w>*&]");

  private final TextLines lines;
  private final int[] ranks;

  /** Declarations beyond the text's end are passed over. */
  CutPoints(TextLines lines, List<Declaration> declarations) {
    this.lines = lines;
    ranks = new int[lines.count() + 1];
    Arrays.fill(ranks, ANY);
    for (int i = 1; i < lines.count(); i++) {
      if (lines.line(i - 1).isBlank()) {
        ranks[i] = BLANK;
      }
    }
    mark(declarations);
  }

  /** Returns how good a cut before a line (from 0) is; less is better. */
  int rank(int line) {
    return ranks[line];
  }

  private void mark(List<Declaration> declarations) {
    List<Declaration> inOrder =
        declarations.stream()
            .filter(each -> each.line() >= 1 && each.line() <= lines.count())
            .sorted(
                Comparator.comparingInt(Declaration::line)
                    .thenComparing(Declaration::endLine, Comparator.reverseOrder()))
            .toList();
    Deque<Declaration> around = new ArrayDeque<>();
    int taken = 0;
    for (Declaration each : inOrder) {
      while (!around.isEmpty() && around.peek().endLine() < each.line()) {
        taken = Math.max(taken, around.pop().endLine());
      }
      int cut = start(each.line() - 1, taken);
      ranks[cut] = Math.min(ranks[cut], Math.min(around.size(), BLANK - 1));
      around.push(each);
      taken = Math.max(taken, each.line());
    }
  }

  /** Returns the first of the lines that belong to a declaration, none before {@code free}. */
  private int start(int line, int free) {
    int start = line;
    for (int i = line - 1; i >= free && i >= line - MOST_ABOVE; i--) {
      String above = lines.line(i).strip().toLowerCase(Locale.ROOT);
      boolean isAnnotation = ANNOTATION.matcher(above).matches();
      boolean isType = i == line - 1 && TYPE.matcher(above).matches();
      if (above.isEmpty() || !(isAnnotation || isType)) {
        break;
      }
      start = i;
    }
    return start;
  }
}
