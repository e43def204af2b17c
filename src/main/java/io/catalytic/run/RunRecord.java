package io.catalytic.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.catalytic.digest.Digest;
import io.catalytic.digest.Hash;
import io.catalytic.digest.Json;
import io.catalytic.domain.Difference;
import io.catalytic.instruction.Instruction;
import io.catalytic.model.ModelIdentity;
import io.catalytic.tokens.TokenCounter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The run record, {@code run.json} ({@code schemas/run.schema.json}): what a run did and proved.
 *
 * <p>It is what an agent reads, so it stays within {@value #MAX_TOKENS} tokens whatever was
 * analysed: only counts, or the first few, of what there may be many of, and long names are clipped
 * (ending in {@code …}) as far as it takes, and if that is not enough, fewer languages are told
 * apart.
 *
 * @param runId names the run
 * @param borrowed what was borrowed
 * @param instruction what was asked
 * @param model who was asked
 * @param modelAfter who that was when the run ended; empty if nobody could tell
 * @param restoration whether the domain came back
 * @param tally what became of the files
 * @param notices what there is to tell of the selection, a sentence each
 * @param missing files that were asked for by name and are not there
 * @param outputs the run's other files, by name
 * @param timings milliseconds by phase, in order
 */
public record RunRecord(
    String runId,
    Borrowed borrowed,
    Instruction instruction,
    ModelIdentity model,
    Optional<ModelIdentity> modelAfter,
    Restoration restoration,
    Tally tally,
    List<String> notices,
    long missing,
    SortedMap<String, Digest> outputs,
    Map<String, Long> timings) {

  /** Most tokens of the record, in the encoding of {@link TokenCounter}. */
  public static final int MAX_TOKENS = 1000;

  /** Of what there may be many of, as many are shown at most. */
  public static final int MOST_SHOWN = 5;

  /** How the versions start that this program reads. */
  public static final String MAJOR = "1.";

  private static final String VERSION = "1.4";
  private static final int LONGEST_NAME = 200;
  private static final int MOST_LANGUAGES = 12;

  /** How a run ended, by what is worst. */
  public enum Status {
    /** All answered, restored or put back. */
    OK,
    /**
     * Restored or put back, but there are dead letters, or files that were asked for were left out.
     */
    INCOMPLETE,
    /** Restored, but some dead letters are for want of tokens. */
    OVER_BUDGET,
    /** Restored, but the model's server was given up. */
    SERVER_GONE,
    /** Restored, but another model answers under the name than when the run began. */
    MODEL_CHANGED,
    /** The domain did not come back as it was. */
    NOT_RESTORED;

    /** Returns the status of this name. */
    public static Status ofWireName(String name) {
      return valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** Returns the name in files, as {@code not_restored}. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** How much of what may be long is shown. */
  private record Room(int longestName, int languages) {
    Room less() {
      return longestName > 0 ? new Room(longestName / 2, languages) : new Room(0, languages / 2);
    }
  }

  /** Returns how the run ended. */
  public Status status() {
    if (!restoration.isAsBefore()) {
      return Status.NOT_RESTORED;
    }
    if (modelAfter.isPresent() && !modelAfter.get().equals(model)) {
      return Status.MODEL_CHANGED;
    }
    if (tally.serverGone() > 0) {
      return Status.SERVER_GONE;
    }
    if (tally.overBudget() > 0) {
      return Status.OVER_BUDGET;
    }
    return tally.deadLetters() + tally.skippedAskedFor() + missing > 0
        ? Status.INCOMPLETE
        : Status.OK;
  }

  /** Returns the record as JSON, within {@link #MAX_TOKENS}. */
  public ObjectNode toJson() {
    Room room = new Room(LONGEST_NAME, MOST_LANGUAGES);
    ObjectNode json = counted(room);
    while (tokens(json) > MAX_TOKENS && room.languages > 0) {
      room = room.less();
      json = counted(room);
    }
    return json;
  }

  /**
   * Returns what is written to the file: one JSON object, a line for each of its keys. Indenting
   * more would cost the agent a quarter more tokens.
   */
  public static String text(ObjectNode record) {
    StringJoiner lines = new StringJoiner(",\n", "{", "}\n");
    record
        .properties()
        .forEach(
            field ->
                lines.add(
                    Json.write(TextNode.valueOf(field.getKey()))
                        + ":"
                        + Json.write(field.getValue())));
    return lines.toString();
  }

  private static int tokens(ObjectNode json) {
    return TokenCounter.count(text(json));
  }

  /**
   * The record tells its own length, whose digits are part of it: repeated until it holds. Where
   * the claim k makes it k + 1 long and k + 1 makes it k long, since the ratio has a digit more or
   * less, three more decimals of the ratio are the token that is missing.
   */
  private ObjectNode counted(Room room) {
    long claimed = MAX_TOKENS;
    ObjectNode json = Json.object();
    for (int decimals = 1; decimals <= 7; decimals += 3) {
      for (int i = 0; i < 5; i++) {
        json = json(room, claimed, decimals);
        long counted = tokens(json);
        if (counted == claimed) {
          return json;
        }
        claimed = counted;
      }
    }
    return json;
  }

  private ObjectNode json(Room room, long orchestratorTokens, int decimals) {
    int longestName = room.longestName;
    ObjectNode json = Json.object().put("schema_version", VERSION).put("run_id", runId);
    json.put("status", status().wireName());
    json.set("domain", domainJson(longestName));
    json.putObject("instruction")
        .put("id", clip(instruction.id(), longestName))
        .put("version", instruction.version())
        .put("digest", instruction.digest().hex());
    ObjectNode asked =
        json.putObject("model")
            .put("provider", model.provider())
            .put("name", clip(model.name(), longestName))
            .put("digest", digest(model, longestName));
    modelAfter
        .filter(after -> !after.equals(model))
        .ifPresent(after -> asked.put("digest_after", digest(after, longestName)));
    json.set("restoration", restorationJson(longestName));
    json.set("counts", countsJson());
    json.set("by_language", languages(tally.byLanguage(), room.languages));
    json.set("notices", noticesJson(longestName));
    json.putObject("tokens")
        .put("orchestrator", orchestratorTokens)
        .put("worker_prompt", tally.promptTokens())
        .put("worker_output", tally.outputTokens())
        .put("content", tally.contentTokens())
        .put("ratio", ratio(tally.contentTokens(), orchestratorTokens, decimals));
    ObjectNode files = json.putObject("outputs");
    outputs.forEach((name, digest) -> files.put(name, digest.hash().hex()));
    ObjectNode millis = json.putObject("timings_ms");
    timings.forEach(millis::put);
    return json;
  }

  /**
   * Returns how many tokens of content one token of the record stands for.
   *
   * @param decimals digits after the point; the last is rounded
   */
  public static BigDecimal ratio(long content, long orchestrator, int decimals) {
    return BigDecimal.valueOf(content)
        .divide(BigDecimal.valueOf(orchestrator), decimals, RoundingMode.HALF_UP);
  }

  private ObjectNode domainJson(int longestName) {
    ObjectNode json =
        Json.object()
            .put("kind", borrowed.kind().wireName())
            .put("path", clip(borrowed.location(), longestName))
            .put("entries", restoration.before().entries())
            .put("bytes", restoration.before().fileBytes());
    ArrayNode leftOut = json.putArray("left_out");
    borrowed.leftOut().stream()
        .limit(MOST_SHOWN)
        .forEach(path -> leftOut.add(clip(path.display(), longestName)));
    return json.put("left_out_total", borrowed.leftOut().size());
  }

  private ObjectNode restorationJson(int longestName) {
    ObjectNode json =
        Json.object()
            .put("restored", restoration.restored())
            .put("root_before", restoration.before().hash().hex())
            .put("root_after", restoration.after().hash().hex());
    for (Difference.Change change : Difference.Change.values()) {
      json.put(change.wireName(), restoration.count(change));
    }
    ArrayNode notCovered = json.putArray("not_covered");
    borrowed.kind().notCovered().forEach(notCovered::add);
    if (!restoration.restored()) {
      json.put("manifest_after", restoration.manifestAfter().hex());
      json.put("not_rehashed", restoration.notRehashed().size());
      ArrayNode first = json.putArray("first_differences");
      restoration.differences().stream()
          .limit(MOST_SHOWN)
          .map(difference -> difference.change().wireName() + " " + difference.path().display())
          .forEach(text -> first.add(clip(text, longestName)));
    }
    if (restoration.repair().isPresent()) {
      Repair repair = restoration.repair().get();
      ObjectNode done = json.putObject("repair");
      done.put("restored", repair.restored()).put("changes", repair.changes());
      repair.trouble().ifPresent(why -> done.put("trouble", clip(why, longestName)));
    }
    return json;
  }

  private ObjectNode countsJson() {
    ObjectNode json =
        Json.object()
            .put("files", tally.analysed() + tally.skipped())
            .put("analysed", tally.analysed())
            .put("answered", tally.answered())
            .put("memoised", tally.memoised());
    if (tally.recovered() > 0) {
      json.put("recovered", tally.recovered());
    }
    json.put("dead_letters", tally.deadLetters());
    if (tally.overBudget() > 0) {
      json.put("over_budget", tally.overBudget());
    }
    if (tally.serverGone() > 0) {
      json.put("server_gone", tally.serverGone());
    }
    return json.put("skipped", tally.skipped());
  }

  /**
   * Returns the languages with the most files, and all others together as {@code other}.
   *
   * @param byLanguage files by language, ordered; the empty name stands for an unknown one
   * @param most told apart at most
   */
  public static ObjectNode languages(SortedMap<String, Long> byLanguage, int most) {
    List<Map.Entry<String, Long>> ranked =
        byLanguage.entrySet().stream()
            .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
            .toList();
    TreeMap<String, Long> shown = new TreeMap<>();
    for (Map.Entry<String, Long> language : ranked.subList(0, Math.min(most, ranked.size()))) {
      String name = language.getKey().isEmpty() ? "unknown" : language.getKey();
      shown.put(name, language.getValue());
    }
    ObjectNode json = Json.object();
    shown.forEach(json::put);
    long other = ranked.stream().skip(most).mapToLong(Map.Entry::getValue).sum();
    return other > 0 ? json.put("other", other) : json;
  }

  private ObjectNode noticesJson(int longestName) {
    ObjectNode json = Json.object().put("total", notices.size());
    ArrayNode first = json.putArray("first");
    notices.stream().limit(MOST_SHOWN).forEach(notice -> first.add(clip(notice, longestName)));
    return json;
  }

  private static @Nullable String digest(ModelIdentity model, int longest) {
    return model.weights().map(digest -> hexOrClipped(digest, longest)).orElse(null);
  }

  private static String hexOrClipped(String digest, int longest) {
    return Hash.isHex(digest) ? digest : clip(digest, longest);
  }

  /** Half a surrogate pair, which no file can hold, becomes a question mark. */
  private static String clip(String text, int longest) {
    String whole = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    return whole.codePointCount(0, whole.length()) <= longest
        ? whole
        : whole.substring(0, whole.offsetByCodePoints(0, longest)) + "…";
  }
}
