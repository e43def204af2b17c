package io.catalytic.domain;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catalytic.digest.Excerpt;
import io.catalytic.digest.Hash;
import io.catalytic.digest.Json;
import io.catalytic.merkle.EntryType;
import io.catalytic.merkle.LeafValue;
import io.catalytic.merkle.TrieProof;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A {@link PathProof} as JSON ({@code schemas/path-proof.schema.json}). Stateless. */
public final class PathProofJson {
  private static final String VERSION = "1.0";
  private static final String MAJOR = "1.";
  private static final String CONSTRUCTION = "catalytic/1";

  private PathProofJson() {}

  /** Returns the proof as JSON. */
  public static ObjectNode write(PathProof proof) {
    ObjectNode json =
        Json.object()
            .put("schema_version", VERSION)
            .put("construction", CONSTRUCTION)
            .put("root", proof.root().hex())
            .put("entries", proof.entries())
            .put("bytes", proof.fileBytes());
    RawPathText.put(json, proof.path());
    json.put("present", proof.isPresent());
    proof.value().ifPresent(value -> json.set("entry", entry(value)));
    if (proof.claim() instanceof TrieProof.OtherLeaf other) {
      json.putObject("other")
          .put("key", other.key().hex())
          .put("value_hash", other.valueHash().hex());
    } else if (!proof.isPresent()) {
      json.putNull("other");
    }
    ArrayNode siblings = json.putArray("siblings");
    proof.siblings().forEach(sibling -> siblings.add(sibling.hex()));
    return json;
  }

  /** Returns an entry's value as JSON. */
  public static ObjectNode entry(LeafValue value) {
    ObjectNode json =
        Json.object()
            .put("type", value.type().wireName())
            .put("mode", String.format(Locale.ROOT, "%04o", value.mode()))
            .put("size", value.size());
    return value.type() == EntryType.DIRECTORY ? json : json.put("digest", value.content().hex());
  }

  /**
   * Returns the proof that some JSON is, not checked yet.
   *
   * @throws IllegalArgumentException if it is none, or of a newer version; the message says where
   *     and why
   */
  public static PathProof read(byte[] utf8) {
    JsonNode json;
    try {
      json = Json.parse(utf8);
    } catch (JsonProcessingException e) {
      throw refused("", "must be JSON: " + Excerpt.line(e.getOriginalMessage(), 200));
    }
    String version = text(json, "/schema_version");
    if (version.matches("[0-9]{1,9}\\..*") && !version.startsWith(MAJOR)) {
      throw refused(
          "/schema_version",
          "is " + version + "; this program reads " + MAJOR + "x: use a newer one");
    }
    require(version.matches("1\\.(0|[1-9][0-9]{0,5})"), "/schema_version", "must be as 1.0");
    String construction = text(json, "/construction");
    require(construction.equals(CONSTRUCTION), "/construction", "must be \"" + CONSTRUCTION + "\"");
    JsonNode present = json.path("present");
    require(present.isBoolean(), "/present", "must be true or false");
    Optional<LeafValue> value = Optional.empty();
    TrieProof.Claim claim;
    if (present.booleanValue()) {
      require(!json.has("other"), "/other", "must not be there where the path is present");
      LeafValue there = value(json);
      value = Optional.of(there);
      claim = new TrieProof.Present(there.hash());
    } else {
      require(!json.has("entry"), "/entry", "must not be there where the path is absent");
      claim = absence(json);
    }
    return new PathProof(
        hash(json, "/root"),
        number(json, "/entries", 1),
        number(json, "/bytes", 0),
        path(json),
        value,
        claim,
        siblings(json));
  }

  private static TrieProof.Claim absence(JsonNode json) {
    JsonNode other = json.path("other");
    require(other.isNull() || other.isObject(), "/other", "must be an object, or null for none");
    return other.isNull()
        ? new TrieProof.EmptySlot()
        : new TrieProof.OtherLeaf(hash(json, "/other/key"), hash(json, "/other/value_hash"));
  }

  private static LeafValue value(JsonNode json) {
    String mode = text(json, "/entry/mode");
    require(mode.matches("[0-7]{4}"), "/entry/mode", "must be four octal digits");
    EntryType type;
    try {
      type = EntryType.ofWireName(text(json, "/entry/type"));
    } catch (IllegalArgumentException e) {
      throw refused("/entry/type", "must be file, directory or symlink");
    }
    boolean directory = type == EntryType.DIRECTORY;
    if (directory) {
      require(!json.path("entry").has("digest"), "/entry/digest", "must not be a directory's");
    }
    Hash content = directory ? Hash.ZERO : hash(json, "/entry/digest");
    try {
      return new LeafValue(
          type, Integer.parseInt(mode, 8), number(json, "/entry/size", 0), content);
    } catch (IllegalArgumentException e) {
      throw refused("/entry", String.valueOf(e.getMessage()));
    }
  }

  /** What is shown must be what is proved. */
  private static RawPath path(JsonNode json) {
    text(json, "/path");
    RawPath path;
    try {
      path = RawPathText.get(json);
    } catch (IllegalArgumentException e) {
      throw refused("/path", String.valueOf(e.getMessage()));
    }
    ObjectNode written = Json.object();
    RawPathText.put(written, path);
    boolean same =
        written.path("path").equals(json.path("path"))
            && written.path("path_base64").equals(json.path("path_base64"));
    require(
        same, "/path", "must be the path that /path_base64 has, which is for others than UTF-8");
    return path;
  }

  private static List<Hash> siblings(JsonNode json) {
    JsonNode array = json.path("siblings");
    require(array.isArray(), "/siblings", "must be an array");
    List<Hash> siblings = new ArrayList<>();
    for (int i = 0; i < array.size(); i++) {
      siblings.add(hash(json, "/siblings/" + i));
    }
    return siblings;
  }

  private static Hash hash(JsonNode json, String pointer) {
    String hex = text(json, pointer);
    require(Hash.isHex(hex), pointer, "must be 64 lower-case hex digits");
    return Hash.parse(hex);
  }

  private static String text(JsonNode json, String pointer) {
    JsonNode value = json.at(pointer);
    require(value.isTextual(), pointer, "must be a string");
    return value.textValue();
  }

  private static long number(JsonNode json, String pointer, long least) {
    JsonNode value = json.at(pointer);
    require(
        value.isIntegralNumber() && value.canConvertToLong() && value.longValue() >= least,
        pointer,
        "must be a whole number from " + least);
    return value.longValue();
  }

  private static void require(boolean holds, String pointer, String rule) {
    if (!holds) {
      throw refused(pointer, rule);
    }
  }

  private static IllegalArgumentException refused(String pointer, String why) {
    return new IllegalArgumentException(
        "not a proof of a path: " + (pointer.isEmpty() ? "(root)" : pointer) + ": " + why);
  }
}
