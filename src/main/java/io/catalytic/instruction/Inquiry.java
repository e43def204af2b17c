package io.catalytic.instruction;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catalytic.instruction.AnswersAsText.PartAnswer;
import io.catalytic.instruction.DeadLetter.Reason;
import io.catalytic.instruction.Outline.Declaration;
import java.util.List;
import java.util.Optional;

/** The way of one input that fits its schema: whole if it fits the window, else in parts. */
final class Inquiry {
  private final Asking asking;
  private final Optional<ChunkRule> rule;
  private final Optional<String> groundField;
  private final Outline outline;
  private final Spending spending;

  /**
   * Prepares one input's calls.
   *
   * @param rule how it may be cut
   * @param groundField the property that answers must stand in
   */
  Inquiry(
      Asking asking,
      Optional<ChunkRule> rule,
      Optional<String> groundField,
      Outline outline,
      Spending spending) {
    this.asking = asking;
    this.rule = rule;
    this.groundField = groundField;
    this.outline = outline;
    this.spending = spending;
  }

  Outcome outcome(JsonNode input) throws InterruptedException {
    if (rule.isPresent() && input.path(rule.get().field()).isTextual()) {
      return inParts((ObjectNode) input, rule.get());
    }
    return asWhole(input);
  }

  private Outcome asWhole(JsonNode input) throws InterruptedException {
    String prompt = asking.prompt().first(input, Optional.empty());
    Window window = asking.window();
    if (!window.fits(prompt, window.maxOutputTokens())) {
      return spending.deadLetter(
          Reason.CONTEXT_EXCEEDED,
          "the prompt is taken to have %d tokens, and the answer may have %d: more than the window of %d (context_tokens), and %s has no rule by which an input is cut"
              .formatted(
                  window.estimate(prompt),
                  window.maxOutputTokens(),
                  window.contextTokens(),
                  asking.instruction()));
    }
    GroundText ground =
        GroundText.whole(groundField.map(field -> input.path(field).asText()).orElse(""));
    Attempts.End end = new Attempts(asking, spending, input, prompt, ground).run();
    if (end instanceof Attempts.Answered answered) {
      return answer(answered.value(), 1, answered.recovered());
    }
    Attempts.Refused refused =
        end instanceof Attempts.TooLarge large ? large.refused() : (Attempts.Refused) end;
    return spending.deadLetter(refused.reason(), refused.detail());
  }

  private Outcome inParts(ObjectNode input, ChunkRule chunkRule) throws InterruptedException {
    String text = input.get(chunkRule.field()).textValue();
    PartsAsked first = asked(input, chunkRule, text, declarations(text, input));
    if (first.refused().isPresent()) {
      return deadLetter(first.refused().get(), "");
    }
    List<PartAnswer> answers = first.answers();
    if (answers.size() == 1) {
      return answer(answers.get(0).value(), 1, answers.get(0).recovered());
    }
    return chunkRule.merge() == ChunkRule.Merge.JOIN
        ? joined(answers)
        : summarized(input, chunkRule, answers);
  }

  private PartsAsked asked(
      ObjectNode input, ChunkRule chunkRule, String text, PartsAsked.Declarations declarations)
      throws InterruptedException {
    return PartsAsked.of(
        asking,
        spending,
        new PartsAsked.Whole(input, chunkRule.field(), text, groundField),
        declarations);
  }

  private PartsAsked.Declarations declarations(String text, ObjectNode input) {
    return () -> outline.declarations(text, input.path("language").asText());
  }

  private Outcome joined(List<PartAnswer> answers) {
    ObjectNode joined = JoinedAnswers.of(answers.stream().map(PartAnswer::value).toList());
    List<String> faults = asking.check().faults(joined);
    if (!faults.isEmpty()) {
      return spending.deadLetter(
          Reason.SCHEMA_VIOLATION,
          "the answers to "
              + answers.size()
              + " parts, joined, do not fit: "
              + Prompt.sentence(faults));
    }
    return answer(joined, answers.size(), anyRecovered(answers));
  }

  private Outcome summarized(ObjectNode input, ChunkRule chunkRule, List<PartAnswer> parts)
      throws InterruptedException {
    List<PartAnswer> answers = parts;
    boolean recovered = anyRecovered(parts);
    int length = input.get(chunkRule.field()).textValue().length();
    int most = asking.chunks().maxSummaries();
    for (int level = 1; level <= most; level++) {
      String text = AnswersAsText.of(answers);
      PartsAsked next = asked(input, chunkRule, text, () -> List.<Declaration>of());
      if (next.refused().isPresent()) {
        return deadLetter(next.refused().get(), "the answers to its parts, asked about again: ");
      }
      answers = next.answers();
      recovered |= anyRecovered(answers);
      if (answers.size() == 1) {
        return answer(answers.get(0).value(), parts.size(), recovered);
      }
      if (text.length() >= length) {
        return spending.deadLetter(
            Reason.CONTEXT_EXCEEDED,
            "the answers to its parts do not get shorter: %d characters about %d"
                .formatted(text.length(), length));
      }
      length = text.length();
    }
    return spending.deadLetter(
        Reason.CONTEXT_EXCEEDED,
        "the answers to its %d parts still do not fit the window after they were summarized %d times (max_summaries)"
            .formatted(parts.size(), most));
  }

  private Answer answer(JsonNode value, int chunks, boolean recovered) {
    return new Answer(value, spending.attempts(), spending.tokens(), chunks, recovered);
  }

  private DeadLetter deadLetter(Attempts.Refused refused, String where) {
    return spending.deadLetter(refused.reason(), where + refused.detail());
  }

  private static boolean anyRecovered(List<PartAnswer> answers) {
    return answers.stream().anyMatch(PartAnswer::recovered);
  }
}
