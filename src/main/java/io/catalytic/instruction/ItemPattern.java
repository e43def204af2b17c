package io.catalytic.instruction;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/** A JSON pointer in which {@code *} stands for each item of an array. Immutable. */
final class ItemPattern {
  private static final String EACH = "*";

  private final List<String> parts;

  /** A value and the pointer to it. */
  record Place(String pointer, JsonNode value) {}

  /** Of a pattern as {@code /functions/*}{@code /name}; the empty one is the whole value. */
  ItemPattern(String pattern) {
    String[] split = pattern.split("/", -1);
    parts = List.of(split).subList(1, split.length);
  }

  /** Returns every place of a value that the pattern leads to, in order. */
  List<Place> in(JsonNode value) {
    List<Place> places = List.of(new Place("", value));
    for (String part : parts) {
      List<Place> next = new ArrayList<>();
      for (Place place : places) {
        step(place, part, next);
      }
      places = next;
    }
    return places;
  }

  private static void step(Place from, String part, List<Place> next) {
    if (part.equals(EACH)) {
      for (int i = 0; i < from.value.size() && from.value.isArray(); i++) {
        next.add(new Place(from.pointer + "/" + i, from.value.get(i)));
      }
      return;
    }
    JsonNode child = from.value.path(part.replace("~1", "/").replace("~0", "~"));
    if (!child.isMissingNode()) {
      next.add(new Place(from.pointer + "/" + part, child));
    }
  }

  /**
   * Returns whether a value that fits the schema may have something of this type there. Where a
   * schema leaves open what stands at a place, anything may.
   */
  boolean mayLeadTo(String type, JsonNode schema) {
    JsonNode at = schema;
    for (String part : parts) {
      String keyword = part.equals(EACH) ? "items" : "properties";
      if (!at.has(keyword)) {
        return !at.has("type") || at.has("$ref");
      }
      at = part.equals(EACH) ? at.get(keyword) : at.get(keyword).path(part);
    }
    return !at.isMissingNode() && (!at.has("type") || allows(at.get("type"), type));
  }

  private static boolean allows(JsonNode types, String type) {
    return types.asText().equals(type)
        || StreamSupport.stream(types.spliterator(), false)
            .anyMatch(each -> each.asText().equals(type));
  }
}
