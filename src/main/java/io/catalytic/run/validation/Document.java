package io.catalytic.run.validation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.catalytic.digest.Json;
import io.catalytic.run.validation.RunFinding.Kind;
import io.catalytic.schema.JsonSchema;
import io.catalytic.schema.Violation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One of a run's files that is one JSON value, held as a whole. */
final class Document {
  private final String file;
  private final String text;
  private final JsonNode value;
  private @Nullable PointerLines lines;
  private final Findings findings;

  private Document(String file, String text, JsonNode value, Findings findings) {
    this.file = file;
    this.text = text;
    this.value = value;
    this.findings = findings;
  }

  /** Returns a file's value, or empty with a finding if it has none or is too long. */
  static Optional<Document> read(String file, InputStream in, long mostHeld, Findings findings)
      throws IOException {
    byte[] bytes = in.readNBytes((int) mostHeld + 1);
    if (bytes.length > mostHeld) {
      findings.file(Kind.FORM, file, tooLong("the file", mostHeld));
      return Optional.empty();
    }
    try {
      String text = new String(bytes, StandardCharsets.UTF_8);
      return Optional.of(new Document(file, text, Json.parse(text), findings));
    } catch (JsonProcessingException e) {
      long line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr());
      findings.line(Kind.FORM, file, line, "is not JSON: " + e.getOriginalMessage());
      return Optional.empty();
    }
  }

  static String tooLong(String what, long mostHeld) {
    return what + " has more than " + mostHeld + " bytes and was not looked into; see --max-line";
  }

  JsonNode value() {
    return value;
  }

  /** Returns the value at a pointer; a missing node if there is none. */
  JsonNode at(String pointer) {
    return value.at(pointer);
  }

  /** Says where the value is not that of the text that the run wrote. */
  void compare(String written) throws JsonProcessingException {
    if (written.equals(text)) {
      return;
    }
    long before = findings.total();
    JsonDifferences.forEach(
        Json.parse(written), value, (pointer, what) -> found(Kind.CHANGED, pointer, what));
    if (findings.total() == before) {
      findings.file(
          Kind.CHANGED, file, "the same value in other bytes: spacing, line ends, order of keys");
    }
  }

  /** Says where the value does not fit the schema of its format; returns whether it fits. */
  boolean fits(String format) {
    List<Violation> violations = JsonSchema.named(format).check(value);
    violations.forEach(fault -> found(Kind.FORM, fault.pointer(), fault.message()));
    return violations.isEmpty();
  }

  /** Says that what stands at a place does not follow, unless it is what it should be. */
  void expect(String pointer, Object expected, String from) {
    String is = at(pointer).asText("nothing");
    if (!is.equals(expected.toString())) {
      found(Kind.CONTRADICTION, pointer, from + " gives " + expected + "; here is " + is);
    }
  }

  /** Takes what is wrong at a place. */
  void found(Kind kind, String pointer, String what) {
    if (lines == null) {
      lines = PointerLines.of(text); // seldom needed, and large
    }
    findings.at(kind, file, lines.line(pointer), pointer, what);
  }
}
