package io.catalytic.run.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.Streams;
import io.catalytic.instruction.Instruction;
import io.catalytic.merkle.Root;
import io.catalytic.run.Borrowed;
import io.catalytic.run.RunFiles;
import io.catalytic.run.RunRecord;
import io.catalytic.run.validation.RunFinding.Kind;
import io.catalytic.tokens.TokenCounter;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/**
 * Whether {@code run.json} follows from the other outputs, as far as it can be computed from them.
 * Only recorded are: the run's id, the domain's path, the model, {@code memoised}, the workers'
 * tokens and those of the contents, the notices, the timings.
 */
final class RecordCheck {
  private static final String RESULTS = RunFiles.RESULTS;
  private static final int[] DECIMALS = {1, 4, 7};

  private final Document record;

  RecordCheck(Document record) {
    this.record = record;
  }

  /**
   * Says what does not follow.
   *
   * @param seen what the lines of the other files come to
   * @param proof {@code proof.json}, if it has its form
   * @param instruction what was asked, if it is known
   */
  void check(Seen seen, Optional<Document> proof, Optional<Instruction> instruction) {
    instruction.ifPresent(this::instruction);
    if (seen.isComplete()) {
      counts(seen);
    }
    seen.trie().ifPresent(trie -> root(Root.of(trie.subtree())));
    proof.ifPresent(this::proof);
    provenance();
    status();
    tokens();
    shows("/notices/first", record.at("/notices/total").asLong());
  }

  private void instruction(Instruction asked) {
    String from = "the instruction of that digest";
    record.expect("/instruction/version", asked.version(), from);
    clipped("/instruction/id", asked.id(), from);
  }

  private void counts(Seen seen) {
    String lists = RESULTS + " and " + RunFiles.SKIPPED;
    record.expect("/counts/files", seen.analysed() + seen.skipped(), lists);
    record.expect("/counts/analysed", seen.analysed(), RESULTS);
    record.expect("/counts/answered", seen.answered(), RESULTS);
    record.expect("/counts/dead_letters", seen.deadLetters(), RESULTS);
    record.expect("/counts/skipped", seen.skipped(), RunFiles.SKIPPED);
    stopped("over_budget", seen.overBudget());
    stopped("server_gone", seen.serverGone());
    if (record.at("/counts/memoised").asLong() > seen.answered()) {
      record.found(Kind.CONTRADICTION, "/counts/memoised", "is more than were answered");
    }
    seen.memoised()
        .ifPresent(known -> record.expect("/counts/memoised", known, RunFiles.PROVENANCE));
    seen.recovered().ifPresent(this::recovered);
    seen.byLanguage().ifPresent(counted -> languages(counted));
  }

  /** Records before 1.4 do not say. */
  private void recovered(long counted) {
    String version = record.at("/schema_version").asText();
    boolean isDue = counted > 0 && !Set.of("1.0", "1.1", "1.2", "1.3").contains(version);
    if (isDue || !record.at("/counts/recovered").isMissingNode()) {
      record.expect("/counts/recovered", counted, RunFiles.PROVENANCE);
    }
  }

  /** What ended a run early: its count is there, and so is its status, or a worse one. */
  private void stopped(String why, long counted) {
    if (counted > 0 || !record.at("/counts/" + why).isMissingNode()) {
      record.expect("/counts/" + why, counted, RunFiles.DEAD_LETTERS);
    }
    String status = record.at("/status").asText();
    boolean isTold = !status.equals("ok") && !status.equals("incomplete");
    if ((counted > 0 && !isTold) || (counted == 0 && status.equals(why))) {
      record.found(
          Kind.CONTRADICTION, "/status", RunFiles.DEAD_LETTERS + " has " + counted + " of " + why);
    }
  }

  /** How many are told apart, the record's own length decides. */
  private void languages(SortedMap<String, Long> all) {
    JsonNode told = record.at("/by_language");
    ObjectNode counted = RunRecord.languages(all, told.size() - (told.has("other") ? 1 : 0));
    counted
        .properties()
        .forEach(
            language ->
                record.expect(languagePointer(language.getKey()), language.getValue(), RESULTS));
    record
        .at("/by_language")
        .fieldNames()
        .forEachRemaining(
            language -> {
              if (!counted.has(language)) {
                record.found(
                    Kind.CONTRADICTION,
                    languagePointer(language),
                    RESULTS + " does not give this language");
              }
            });
  }

  private static String languagePointer(String language) {
    return "/by_language/" + JsonDifferences.escape(language);
  }

  private void root(Root root) {
    record.expect("/restoration/root_before", root.hash(), RunFiles.MANIFEST);
    record.expect("/domain/entries", root.entries(), RunFiles.MANIFEST);
    record.expect("/domain/bytes", root.fileBytes(), RunFiles.MANIFEST);
  }

  private void proof(Document proof) {
    String from = RunFiles.PROOF;
    record.expect("/restoration/restored", proof.at("/restored"), from);
    record.expect("/restoration/root_before", proof.at("/before/root").asText(), from);
    record.expect("/restoration/root_after", proof.at("/after/root").asText(), from);
    JsonNode differences = proof.at("/differences");
    for (String change : List.of("added", "removed", "changed")) {
      long count = 0;
      for (JsonNode difference : differences) {
        count += difference.path("change").asText().equals(change) ? 1 : 0;
      }
      record.expect("/restoration/" + change, count, from);
    }
    if (!proof.at("/restored").asBoolean()) {
      record.expect("/restoration/not_rehashed", proof.at("/not_rehashed").size(), from);
      shows("/restoration/first_differences", differences.size());
      manifestAfter();
    }
    notCovered(proof);
    JsonNode leftOut = proof.at("/left_out");
    record.expect("/domain/left_out_total", leftOut.size(), from);
    shows("/domain/left_out", leftOut.size());
    JsonNode first = record.at("/domain/left_out");
    for (int i = 0; i < Math.min(first.size(), leftOut.size()); i++) {
      clipped("/domain/left_out/" + i, ProofCheck.display(leftOut.get(i)), from);
    }
    JsonNode told = record.at("/restoration/first_differences");
    for (int i = 0; i < Math.min(told.size(), differences.size()); i++) {
      JsonNode difference = differences.get(i);
      String text = difference.path("change").asText() + " " + ProofCheck.display(difference);
      clipped("/restoration/first_differences/" + i, text, from);
    }
  }

  /** What was borrowed tells what no root of it commits to. Records before 1.3 do not say. */
  private void notCovered(Document proof) {
    JsonNode kind = record.at("/domain/kind");
    if (kind.isMissingNode()) {
      if (!Set.of("1.0", "1.1", "1.2").contains(record.at("/schema_version").asText())) {
        record.found(Kind.FORM, "/domain/kind", "is missing");
      }
      return;
    }
    List<String> expected = Borrowed.Kind.ofWireName(kind.textValue()).notCovered();
    if (!expected.equals(texts(proof.at("/not_covered")))
        || !expected.equals(texts(record.at("/restoration/not_covered")))) {
      record.found(
          Kind.CONTRADICTION,
          "/domain/kind",
          "of " + kind.textValue() + " no root commits to " + expected + "; not_covered differs");
    }
  }

  private static List<String> texts(JsonNode array) {
    return Streams.stream(array).map(JsonNode::textValue).toList();
  }

  /** Of what there may be many of, the record shows the first few. */
  private void shows(String pointer, long total) {
    long few = Math.min(total, RunRecord.MOST_SHOWN);
    if (record.at(pointer).size() != few) {
      record.found(Kind.CONTRADICTION, pointer, "of " + total + " there should be " + few);
    }
  }

  private void provenance() {
    String pointer = "/outputs/" + RunFiles.PROVENANCE;
    if (!Set.of("1.0", "1.1").contains(record.at("/schema_version").asText())
        && record.at(pointer).isMissingNode()) {
      record.found(Kind.FORM, pointer, "is missing");
    }
  }

  private void manifestAfter() {
    boolean isFirstVersion = record.at("/schema_version").asText().equals("1.0");
    if (!isFirstVersion && record.at("/restoration/manifest_after").isMissingNode()) {
      record.found(
          Kind.FORM, "/restoration/manifest_after", "is missing, though restored is false");
    }
  }

  /** The record clips long texts, as far as it takes. */
  private void clipped(String pointer, String whole, String from) {
    String text = record.at(pointer).asText("");
    boolean isClip = text.endsWith("…") && whole.startsWith(text.substring(0, text.length() - 1));
    if (!isClip) {
      record.expect(pointer, whole, from);
    }
  }

  private void status() {
    String status = record.at("/status").asText();
    boolean isRestored = record.at("/restoration/restored").asBoolean();
    boolean isBefore =
        record.at("/restoration/root_before").equals(record.at("/restoration/root_after"));
    if (isRestored && !isBefore) {
      record.found(Kind.CONTRADICTION, "/restoration/restored", "the two roots differ");
    }
    boolean isAsBefore = isRestored || record.at("/restoration/repair/restored").asBoolean();
    if (record.at("/model").has("digest_after") != status.equals("model_changed")
        && !status.equals("not_restored")) {
      record.found(
          Kind.CONTRADICTION, "/status", "says of the model what /model/digest_after does not");
    }
    if (isAsBefore == status.equals("not_restored")) {
      record.found(
          Kind.CONTRADICTION, "/status", "restored is " + isRestored + "; here is " + status);
    } else if (status.equals("ok") && record.at("/counts/dead_letters").asLong() > 0) {
      record.found(Kind.CONTRADICTION, "/status", "is ok, and there are dead letters");
    } else if (status.equals("incomplete") && isNothingLeftOut()) {
      record.found(
          Kind.CONTRADICTION, "/status", "is incomplete, and nothing is: all files were answered");
    }
  }

  /** A file that was asked for and is not there has a notice. */
  private boolean isNothingLeftOut() {
    return record.at("/counts/dead_letters").asLong() == 0
        && record.at("/counts/skipped").asLong() == 0
        && record.at("/notices/total").asLong() == 0;
  }

  private void tokens() {
    if (!(record.value() instanceof ObjectNode object)) {
      return;
    }
    long counted = TokenCounter.count(RunRecord.text(object));
    record.expect("/tokens/orchestrator", counted, "counting");
    BigDecimal ratio = record.at("/tokens/ratio").decimalValue();
    long content = record.at("/tokens/content").asLong();
    for (int decimals : DECIMALS) {
      if (RunRecord.ratio(content, counted, decimals).compareTo(ratio) == 0) {
        return;
      }
    }
    record.expect("/tokens/ratio", RunRecord.ratio(content, counted, DECIMALS[0]), "division");
  }
}
