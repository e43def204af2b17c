package io.catalytic.exec;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catalytic.digest.Json;
import io.catalytic.domain.Difference;
import io.catalytic.domain.Entry;
import io.catalytic.domain.RawPath;
import io.catalytic.domain.RawPathText;
import io.catalytic.domain.Refused;
import io.catalytic.merkle.EntryType;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One path that the command changed ({@code schemas/exec-change.schema.json}).
 *
 * @param path where
 * @param what {@code added}, {@code removed}, {@code changed}, or {@code refused} of what can't be
 *     an entry
 * @param fields what of the entry changed; as in {@link Difference}
 * @param kept whether it stays
 * @param entry what stays; empty if nothing does
 * @param reason why it can't be an entry, or does not stay although a glob matches it; else empty
 */
public record Change(
    RawPath path,
    String what,
    List<String> fields,
    boolean kept,
    Optional<Entry> entry,
    Optional<String> reason) {
  private static final String VERSION = "1.0";

  /** Takes a copy. */
  public Change {
    fields = List.copyOf(fields);
  }

  /** A change that does not stay. */
  static Change undone(Difference difference, Optional<String> reason) {
    return of(difference, false, Optional.empty(), reason);
  }

  /** A change that stays. */
  static Change kept(Difference difference, Optional<Entry> entry) {
    return of(difference, true, entry, Optional.empty());
  }

  /** What can't be an entry, and so can't stay. */
  static Change refused(Refused refused) {
    return new Change(
        refused.path(),
        "refused",
        List.of(),
        false,
        Optional.empty(),
        Optional.of(refused.reason()));
  }

  private static Change of(
      Difference difference, boolean kept, Optional<Entry> entry, Optional<String> reason) {
    return new Change(
        difference.path(),
        difference.change().wireName(),
        difference.fields(),
        kept,
        entry,
        reason);
  }

  /** Returns it as JSON; a kept one with what stays, if anything does. */
  public ObjectNode toJson() {
    ObjectNode json = Json.object().put("schema_version", VERSION);
    RawPathText.put(json, path);
    json.put("change", what);
    ArrayNode names = json.putArray("fields");
    fields.forEach(names::add);
    json.put("kept", kept);
    entry.ifPresent(stays -> json.set("entry", toJson(stays)));
    reason.ifPresent(why -> json.put("reason", why));
    return json;
  }

  private static ObjectNode toJson(Entry stays) {
    ObjectNode json =
        Json.object()
            .put("type", stays.type().wireName())
            .put("mode", String.format(Locale.ROOT, "%04o", stays.mode()))
            .put("size", stays.content().size());
    if (stays.type() != EntryType.DIRECTORY) {
      json.put("digest", stays.content().hash().hex());
    }
    return json;
  }
}
