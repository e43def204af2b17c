package io.catalytic.memo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catalytic.digest.Digest;
import io.catalytic.digest.Excerpt;
import io.catalytic.digest.Hash;
import io.catalytic.digest.Json;
import io.catalytic.model.Completion;
import io.catalytic.model.TokenCounts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * What is remembered, as it stands in a ref: a line with the version, then a line for each entry
 * ({@code schemas/memo-entry.schema.json}). Stateless.
 *
 * <p>Every entry begins with the key of its input, so that a reader passes over the lines of others
 * without parsing them.
 */
final class MemoRecord {
  /** The most entries in one; more become several. About 400 bytes each. */
  static final int MOST = 4096;

  private static final String VERSION = "1.0";
  private static final String MAJOR = "1.";
  private static final String START = "{\"input\":\"";

  private MemoRecord() {}

  static byte[] write(Collection<? extends MemoEntry> entries) {
    StringBuilder text = new StringBuilder();
    text.append(Json.write(Json.object().put("schema_version", VERSION))).append('\n');
    for (MemoEntry entry : entries) {
      text.append(Json.write(json(entry))).append('\n');
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static ObjectNode json(MemoEntry entry) {
    ObjectNode json = Json.object().put("input", entry.input().hash().hex());
    if (entry instanceof KeptAnswer answer) {
      Provenance from = answer.provenance();
      json.put("invocation", answer.invocation().hash().hex());
      put(json, "result", answer.result());
      json.put("content_tokens", answer.contentTokens()).put("attempts", from.attempts());
      put(json, from.tokens());
      json.put("duration_ms", from.durationMillis())
          .put("chunks", from.chunks())
          .put("recovered", from.recovered());
    } else if (entry instanceof KeptCall call) {
      json.put("call", call.key().hash().hex());
      if (call.text() instanceof KeptCall.Inline inline) {
        json.put("text", inline.text());
      } else if (call.text() instanceof KeptCall.Stored stored) {
        put(json, "text_blob", stored.blob());
      }
      json.put("stop", call.stop() == Completion.Stop.FINISHED ? "finished" : "length");
      put(json, call.tokens());
      json.put("duration_ms", call.durationMillis());
    }
    return json;
  }

  private static void put(ObjectNode json, String key, Digest digest) {
    json.putObject(key).put("digest", digest.hash().hex()).put("size", digest.size());
  }

  private static void put(ObjectNode json, TokenCounts tokens) {
    json.put("prompt_tokens", tokens.prompt()).put("output_tokens", tokens.output());
  }

  /**
   * Reads the entries of some inputs.
   *
   * @param name of the ref, for messages
   * @throws IOException if the record is of a newer version, or is none
   */
  static void read(
      String name, byte[] record, Predicate<InputKey> which, Consumer<MemoEntry> entries)
      throws IOException {
    String text = new String(record, StandardCharsets.UTF_8);
    int number = 0;
    for (int start = 0, end; start < text.length(); start = end + 1) {
      end = text.indexOf('\n', start);
      if (end < 0) {
        throw new IOException("ref " + name + " is damaged: its last line is not ended");
      }
      number++;
      if (number == 1) {
        checkVersion(name, text.substring(start, end));
        continue;
      }
      String line = text.substring(start, end);
      try {
        if (which.test(input(line))) {
          entries.accept(entry(Json.parse(line)));
        }
      } catch (JsonProcessingException | IllegalArgumentException e) {
        throw damaged(name, number, e);
      }
    }
    if (number == 0) {
      throw new IOException("ref " + name + " is damaged: it is empty");
    }
  }

  private static void checkVersion(String name, String line) throws IOException {
    try {
      String version = Json.parse(line).path("schema_version").asText();
      if (!version.startsWith(MAJOR)) {
        throw new IOException(
            "ref "
                + name
                + " has version \""
                + Excerpt.line(version, 40)
                + "\"; this program reads "
                + MAJOR
                + "x: use a newer one, or --no-memo");
      }
    } catch (JsonProcessingException e) {
      throw damaged(name, 1, e);
    }
  }

  private static IOException damaged(String name, int line, Exception why) {
    String reason =
        why instanceof JsonProcessingException json ? json.getOriginalMessage() : why.getMessage();
    return new IOException(
        "ref "
            + name
            + " is damaged: line "
            + line
            + ": "
            + Excerpt.line(String.valueOf(reason), 200),
        why);
  }

  private static InputKey input(String line) {
    int end = START.length() + 2 * Hash.BYTES;
    if (!line.startsWith(START) || line.length() < end) {
      throw new IllegalArgumentException("an entry begins with the key of its input");
    }
    return new InputKey(Hash.parse(line.substring(START.length(), end)));
  }

  private static MemoEntry entry(JsonNode json) {
    InputKey input = new InputKey(hash(json, "input"));
    TokenCounts tokens =
        new TokenCounts(count(json, "prompt_tokens"), count(json, "output_tokens"));
    long millis = count(json, "duration_ms");
    if (json.has("invocation")) {
      return new KeptAnswer(
          input,
          new InvocationKey(hash(json, "invocation")),
          digest(json, "result"),
          count(json, "content_tokens"),
          new Provenance(
              Math.toIntExact(count(json, "attempts")),
              tokens,
              millis,
              Math.toIntExact(count(json, "chunks")),
              json.path("recovered").asBoolean()));
    }
    KeptCall.Text text =
        json.has("text_blob")
            ? new KeptCall.Stored(digest(json, "text_blob"))
            : new KeptCall.Inline(text(json, "text"));
    return new KeptCall(
        input, new CallKey(hash(json, "call")), text, stop(text(json, "stop")), tokens, millis);
  }

  private static Completion.Stop stop(String name) {
    return switch (name) {
      case "finished" -> Completion.Stop.FINISHED;
      case "length" -> Completion.Stop.LENGTH;
      default -> throw new IllegalArgumentException("stop is finished or length; got " + name);
    };
  }

  private static Digest digest(JsonNode json, String key) {
    JsonNode digest = json.path(key);
    return new Digest(hash(digest, "digest"), count(digest, "size"));
  }

  private static Hash hash(JsonNode json, String key) {
    return Hash.parse(text(json, key));
  }

  private static String text(JsonNode json, String key) {
    if (!json.path(key).isTextual()) {
      throw new IllegalArgumentException(key + " must be a string");
    }
    return json.path(key).textValue();
  }

  private static long count(JsonNode json, String key) {
    JsonNode number = json.path(key);
    if (!number.isIntegralNumber() || !number.canConvertToLong() || number.longValue() < 0) {
      throw new IllegalArgumentException(key + " must be a whole number, 0 or more");
    }
    return number.longValue();
  }
}
