package io.catalytic.instruction;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * Writes the answers to the parts of a text as a text, which is asked about in their place: {@code
 * summarize}. Strings stand as they are, so that what is quoted from them can be found again; a
 * blank line, where that text may be cut in turn, stands between parts.
 */
final class AnswersAsText {
  private AnswersAsText() {}

  /** An answer to some lines (from 1) of the text before. */
  record PartAnswer(int first, int last, JsonNode value, boolean recovered) {}

  static String of(List<PartAnswer> answers) {
    StringBuilder text = new StringBuilder();
    for (PartAnswer answer : answers) {
      text.append("Lines " + answer.first() + " to " + answer.last() + "\n");
      answer.value().properties().forEach(entry -> append(text, entry.getKey(), entry.getValue()));
      text.append("\n");
    }
    return text.toString();
  }

  private static void append(StringBuilder text, String key, JsonNode value) {
    text.append(key).append(":");
    if (value.isArray()) {
      value.forEach(item -> text.append("\n- ").append(plain(item)));
    } else {
      text.append(" ").append(plain(value));
    }
    text.append("\n");
  }

  private static String plain(JsonNode value) {
    return value.isTextual() ? value.textValue() : value.toString();
  }
}
