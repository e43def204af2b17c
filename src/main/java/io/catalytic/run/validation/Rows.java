package io.catalytic.run.validation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.catalytic.digest.Json;
import io.catalytic.domain.RawPath;
import io.catalytic.run.validation.RunFinding.Kind;
import io.catalytic.schema.JsonSchema;
import io.catalytic.schema.Violation;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The lines of one output, ordered by path: those that have the form that they should. Of the
 * others it says what is wrong and passes them over.
 */
final class Rows extends Ahead<Row> {
  private final String file;
  private final FileLines lines;
  private final JsonSchema schema;
  private final ValidationOptions options;
  private final Findings findings;
  private @Nullable RawPath last;
  private boolean isComplete = true;

  /**
   * Reads an output.
   *
   * @param file its name
   * @param format name of its lines' schema
   */
  Rows(String file, FileLines lines, String format, ValidationOptions options, Findings findings) {
    this.file = file;
    this.lines = lines;
    this.schema = JsonSchema.named(format);
    this.options = options;
    this.findings = findings;
  }

  /** Stands for a file that can't be read. */
  static Rows missing(String file, String format, ValidationOptions options, Findings findings) {
    FileLines none = new FileLines(InputStream.nullInputStream(), options.maxHeld());
    Rows rows = new Rows(file, none, format, options, findings);
    rows.isComplete = false;
    return rows;
  }

  /** Returns the name of the file. */
  String file() {
    return file;
  }

  /** Returns whether no line was passed over so far. */
  boolean isComplete() {
    return isComplete;
  }

  @Override
  Optional<Row> read() {
    while (lines.hasNext()) {
      FileLine line = lines.next();
      Optional<Row> row = value(line).flatMap(value -> row(line, value));
      if (row.isPresent()) {
        return row;
      }
      isComplete = false;
    }
    return Optional.empty();
  }

  private Optional<JsonNode> value(FileLine line) {
    if (!line.isWhole()) {
      wrong(line, Document.tooLong("the line", options.maxHeld()));
      return Optional.empty();
    }
    if (!line.isText()) {
      wrong(line, "is not UTF-8");
      return Optional.empty();
    }
    if (!line.isEnded()) {
      wrong(line, "has no line feed at its end: the file was cut");
    }
    try {
      return Optional.of(Json.parse(line.text()));
    } catch (JsonProcessingException e) {
      wrong(line, "is not JSON: " + e.getOriginalMessage());
      return Optional.empty();
    }
  }

  private Optional<Row> row(FileLine line, JsonNode value) {
    List<Violation> violations = schema.check(value);
    for (Violation fault : violations) {
      findings.at(Kind.FORM, file, line.number(), fault.pointer(), fault.message());
    }
    if (!violations.isEmpty()) {
      return Optional.empty();
    }
    try {
      RawPath path = PathField.read(value);
      return inOrder(line, path)
          ? Optional.of(new Row(line.number(), path, value, line.text()))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      findings.at(Kind.FORM, file, line.number(), "/path", String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private boolean inOrder(FileLine line, RawPath path) {
    int order = last == null ? -1 : last.compareTo(path);
    if (order < 0) {
      last = path;
      return true;
    }
    String what =
        order == 0 ? "the path of the line before" : "out of order: it comes before " + last;
    findings.at(Kind.FORM, file, line.number(), "/path", what);
    return false;
  }

  private void wrong(FileLine line, String what) {
    findings.line(Kind.FORM, file, line.number(), what);
  }
}
