package io.catalytic.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/** The run record in a few lines for people. */
public final class RunSummary {
  private RunSummary() {}

  /**
   * Returns the lines, each ended.
   *
   * @param record a run record
   * @param output where the run's files are
   */
  public static String of(JsonNode record, String output) {
    JsonNode counts = record.get("counts");
    StringBuilder text = new StringBuilder();
    line(
        text,
        "analysed  %,d of %,d %s: %,d answered (%,d of them without a call), "
            + "%,d dead letters; %,d skipped",
        counts.get("analysed").asLong(),
        counts.get("files").asLong(),
        record.at("/domain/kind").asText().equals("inputs") ? "inputs" : "files",
        counts.get("answered").asLong(),
        counts.get("memoised").asLong(),
        counts.get("dead_letters").asLong(),
        counts.get("skipped").asLong());
    restoration(text, record);
    JsonNode tokens = record.get("tokens");
    line(
        text,
        "tokens    %,d to read the record, %,d to read what was analysed: %,.0f to 1",
        tokens.get("orchestrator").asLong(),
        tokens.get("content").asLong(),
        tokens.get("ratio").asDouble());
    line(text, "outputs   %s", output);
    return text.toString();
  }

  private static void restoration(StringBuilder text, JsonNode record) {
    JsonNode restoration = record.get("restoration");
    JsonNode domain = record.get("domain");
    if (restoration.get("restored").asBoolean()) {
      line(
          text,
          "restored  yes: %,d entries, %,d bytes, root %s before and after",
          domain.get("entries").asLong(),
          domain.get("bytes").asLong(),
          restoration.get("root_before").asText());
      return;
    }
    line(
        text,
        "restored  NO: %,d added, %,d removed, %,d changed, %,d unreadable; all are in proof.json",
        restoration.get("added").asLong(),
        restoration.get("removed").asLong(),
        restoration.get("changed").asLong(),
        restoration.get("not_rehashed").asLong());
    restoration
        .get("first_differences")
        .forEach(difference -> line(text, "          %s", difference.asText()));
    JsonNode repair = restoration.path("repair");
    if (repair.path("restored").asBoolean()) {
      line(
          text,
          "repaired  yes: %,d paths put back, root %s again",
          repair.get("changes").asLong(),
          restoration.get("root_before").asText());
    } else if (repair.isObject()) {
      line(text, "repaired  NO: %s", repair.path("trouble").asText());
    }
  }

  private static void line(StringBuilder text, String format, Object... args) {
    text.append(String.format(Locale.ROOT, format, args)).append('\n');
  }
}
