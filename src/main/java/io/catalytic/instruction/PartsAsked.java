package io.catalytic.instruction;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catalytic.instruction.AnswersAsText.PartAnswer;
import io.catalytic.instruction.Chunker.Chunk;
import io.catalytic.instruction.DeadLetter.Reason;
import io.catalytic.instruction.Outline.Declaration;
import io.catalytic.tokens.TokenCounter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Asks about a text, whole if it fits the window and in as few parts as possible if not. What turns
 * out to be too large on the way is cut in two. One thread only.
 */
final class PartsAsked {
  private final Asking asking;
  private final Spending spending;
  private final Whole whole;
  private final TextLines lines;
  private final Declarations declarations;
  private final List<PartAnswer> answers = new ArrayList<>();
  private @Nullable Chunker chunker;
  private Attempts.@Nullable Refused refused;

  /** Where declarations are; asked for at most once, if anything is cut. */
  @FunctionalInterface
  interface Declarations {
    List<Declaration> find() throws InterruptedException;
  }

  /**
   * What is asked about.
   *
   * @param input all of it
   * @param field the property whose text is cut
   * @param text that text, in place of the input's own
   * @param groundField the property that answers must stand in
   */
  record Whole(ObjectNode input, String field, String text, Optional<String> groundField) {}

  private record Open(Chunk chunk, int splits) {}

  private PartsAsked(Asking asking, Spending spending, Whole whole, Declarations declarations) {
    this.asking = asking;
    this.spending = spending;
    this.whole = whole;
    this.declarations = declarations;
    lines = new TextLines(whole.text());
  }

  /** Asks; returns how it ended. */
  static PartsAsked of(Asking asking, Spending spending, Whole whole, Declarations declarations)
      throws InterruptedException {
    PartsAsked asked = new PartsAsked(asking, spending, whole, declarations);
    asked.run();
    return asked;
  }

  /** Returns why there is no answer, if there is none. */
  Optional<Attempts.Refused> refused() {
    return Optional.ofNullable(refused);
  }

  /** Returns the answers to all parts, in order. */
  List<PartAnswer> answers() {
    return List.copyOf(answers);
  }

  private void run() throws InterruptedException {
    Deque<Open> open = new ArrayDeque<>();
    planned().forEach(chunk -> open.add(new Open(chunk, 0)));
    while (!open.isEmpty() && refused == null) {
      Open next = open.pop();
      Attempts.End end = ask(next.chunk);
      if (end instanceof Attempts.Answered answered) {
        Chunk chunk = next.chunk;
        answers.add(
            new PartAnswer(chunk.from() + 1, chunk.to(), answered.value(), answered.recovered()));
      } else if (end instanceof Attempts.TooLarge
          && next.chunk.size() > 1
          && next.splits < asking.chunks().maxSplits()) {
        List<Chunk> halves = chunker().halves(next.chunk);
        open.push(new Open(halves.get(1), next.splits + 1));
        open.push(new Open(halves.get(0), next.splits + 1));
      } else {
        refuse(next.chunk, end);
      }
    }
  }

  /** Returns the parts to begin with; none if one line alone is too long. */
  private List<Chunk> planned() throws InterruptedException {
    Chunk all = new Chunk(0, lines.count());
    if (fits(prompt(all, input(all)))) {
      return List.of(all);
    }
    long room = room();
    OptionalInt tooLong = chunker().lineBeyond(room);
    if (tooLong.isPresent()) {
      refused = lineTooLong(tooLong.getAsInt(), room);
      return List.of();
    }
    return chunker().chunks(room - Math.min(asking.chunks().feedbackTokens(), room / 4));
  }

  /** Returns how many tokens, as they are counted here, the lines of a part may have at most. */
  private long room() {
    ObjectNode empty = whole.input.deepCopy().put(whole.field, "");
    // The numbers of the last part are the longest.
    int last = lines.count();
    Optional<Prompt.Part> part = Optional.of(new Prompt.Part(whole.field, last, last, last));
    Window window = asking.window();
    String around = asking.prompt().first(empty, part);
    long free = (long) window.room(window.maxOutputTokens()) - TokenCounter.count(around);
    return Math.max(0, free / Math.max(1, asking.prompt().places(whole.field)));
  }

  private Attempts.Refused lineTooLong(int line, long room) throws InterruptedException {
    return new Attempts.Refused(
        Reason.CONTEXT_EXCEEDED,
        "line %d of the %s is taken to have %d tokens, and a window of %d (context_tokens) has room for %d beside the rest of the prompt and %d of an answer: nothing is cut within a line"
            .formatted(
                line + 1,
                whole.field,
                asking.window().estimate(chunker().tokens(new Chunk(line, line + 1))),
                asking.window().contextTokens(),
                asking.window().estimate(room),
                asking.window().maxOutputTokens()));
  }

  private Attempts.End ask(Chunk chunk) throws InterruptedException {
    ObjectNode input = input(chunk);
    String prompt = prompt(chunk, input);
    if (!fits(prompt)) {
      return new Attempts.TooLarge(
          Reason.CONTEXT_EXCEEDED,
          "the prompt is taken to have %d tokens and does not fit the window of %d (context_tokens)"
              .formatted(asking.window().estimate(prompt), asking.window().contextTokens()));
    }
    return new Attempts(asking, spending, input, prompt, ground(chunk)).run();
  }

  private boolean fits(String prompt) {
    return asking.window().fits(prompt, asking.window().maxOutputTokens());
  }

  private ObjectNode input(Chunk chunk) {
    return whole.input.deepCopy().put(whole.field, lines.between(chunk.from(), chunk.to()));
  }

  private String prompt(Chunk chunk, ObjectNode input) {
    Optional<Prompt.Part> part =
        isAll(chunk)
            ? Optional.empty()
            : Optional.of(
                new Prompt.Part(whole.field, chunk.from() + 1, chunk.to(), lines.count()));
    return asking.prompt().first(input, part);
  }

  private GroundText ground(Chunk chunk) {
    String field = whole.groundField.orElse("");
    if (!field.equals(whole.field)) {
      return GroundText.whole(whole.input.path(field).asText());
    }
    String text = lines.between(chunk.from(), chunk.to());
    return new GroundText(new TextLines(text), chunk.from() + 1);
  }

  private void refuse(Chunk chunk, Attempts.End end) {
    Attempts.Refused found =
        end instanceof Attempts.TooLarge large ? large.refused() : (Attempts.Refused) end;
    String where = isAll(chunk) ? "" : "lines " + (chunk.from() + 1) + "-" + chunk.to() + ": ";
    refused = new Attempts.Refused(found.reason(), where + found.detail());
  }

  private boolean isAll(Chunk chunk) {
    return chunk.size() == lines.count();
  }

  private Chunker chunker() throws InterruptedException {
    if (chunker == null) {
      chunker = new Chunker(lines, new CutPoints(lines, declarations.find()));
    }
    return chunker;
  }
}
