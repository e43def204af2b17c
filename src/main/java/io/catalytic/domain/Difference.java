package io.catalytic.domain;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catalytic.digest.Json;
import io.catalytic.merkle.EntryType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How one path differs between two states of a domain.
 *
 * @param path where
 * @param change what happened on the way from the first state to the second
 * @param fields what of the entry changed: of {@code type}, {@code mode}, {@code content}; empty if
 *     it was added or removed
 */
public record Difference(RawPath path, Change change, List<String> fields) {

  /** What happened to a path. */
  public enum Change {
    /** It is in the second state only. */
    ADDED,
    /** It is in the first state only. */
    REMOVED,
    /** It is in both, and not the same. */
    CHANGED;

    /** Returns the name in files, as {@code added}. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Takes a copy. */
  public Difference {
    fields = List.copyOf(fields);
  }

  /** Returns it as JSON: {@code path}, {@code change}, {@code fields}. */
  public ObjectNode toJson() {
    ObjectNode json = Json.object();
    RawPathText.put(json, path);
    json.put("change", change.wireName());
    ArrayNode names = json.putArray("fields");
    fields.forEach(names::add);
    return json;
  }

  /** Returns that an entry is in the second state only. */
  public static Difference added(Entry entry) {
    return new Difference(entry.path(), Change.ADDED, List.of());
  }

  /** Returns that an entry is in the first state only. */
  public static Difference removed(Entry entry) {
    return new Difference(entry.path(), Change.REMOVED, List.of());
  }

  /** Returns how two entries of one path differ that are not equal. */
  public static Difference changed(Entry before, Entry after) {
    List<String> fields = new ArrayList<>();
    if (before.type() != after.type()) {
      fields.add("type");
    }
    boolean linkInvolved = before.type() == EntryType.SYMLINK || after.type() == EntryType.SYMLINK;
    if (before.mode() != after.mode() && !linkInvolved) {
      fields.add("mode");
    }
    if (!before.content().equals(after.content())) {
      fields.add("content");
    }
    return new Difference(before.path(), Change.CHANGED, fields);
  }
}
