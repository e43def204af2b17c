package io.catalytic.run.validation;

import com.fasterxml.jackson.databind.JsonNode;
import io.catalytic.digest.CanonicalJson;
import io.catalytic.digest.Hash;
import io.catalytic.instruction.Instruction;
import io.catalytic.run.RunFiles;
import io.catalytic.run.validation.RunFinding.Kind;
import io.catalytic.schema.JsonSchema;
import io.catalytic.schema.Violation;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Checks answers: each has the name that its line gives it, is in the store, and fits the
 * instruction's output schema.
 */
final class Answers {
  private final Optional<JsonSchema> schema;
  private final StoredBlobs blobs;
  private final Findings findings;
  private long good;

  /** Checks answers to an instruction; against no schema where it is not known. */
  Answers(Optional<Instruction> instruction, StoredBlobs blobs, Findings findings) {
    this.schema = instruction.map(asked -> JsonSchema.of(asked.outputSchema()));
    this.blobs = blobs;
    this.findings = findings;
  }

  /** Returns how many answers had nothing wrong with them. */
  long good() {
    return good;
  }

  /** Checks the answer of a line that has one. */
  void check(Row result) throws IOException {
    JsonNode output = result.value().path("output");
    Hash name = Hash.parse(result.text("result"));
    boolean isNamed = isNamed(output, name, result);
    boolean fits = fits(output, result);
    boolean isStored = blobs.isWhole(name, (kind, what) -> at(kind, result, "/result", what));
    if (isNamed && fits && isStored) {
      good++;
    }
  }

  private boolean isNamed(JsonNode output, Hash name, Row result) {
    try {
      Hash computed = CanonicalJson.digest(output).hash();
      if (computed.equals(name)) {
        return true;
      }
      at(Kind.CONTRADICTION, result, "/result", "the output has the SHA-256 " + computed);
    } catch (IllegalArgumentException e) {
      at(Kind.FORM, result, "/output", String.valueOf(e.getMessage()));
    }
    return false;
  }

  private boolean fits(JsonNode output, Row result) {
    if (schema.isEmpty()) {
      return false;
    }
    List<Violation> violations = schema.get().check(output);
    for (Violation fault : violations) {
      at(
          Kind.FORM,
          result,
          "/output" + fault.pointer(),
          "not as the instruction asks: " + fault.message());
    }
    return violations.isEmpty();
  }

  private void at(Kind kind, Row result, String pointer, String what) {
    findings.at(kind, RunFiles.RESULTS, result.line(), pointer, what);
  }
}
