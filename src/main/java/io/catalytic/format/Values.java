package io.catalytic.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catalytic.digest.Json;
import io.catalytic.schema.JsonSchema;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes the values of a text part by part as a reader comes upon them, builds them, and notes where
 * those parts stand that are asked for. For one reading.
 *
 * <p>A part is asked for by the number of its value in the text, from 0, and its JSON pointer in
 * that, as {@code 0/a/1}.
 */
final class Values {
  /** More are not built; what an alias stands for counts each time. */
  static final int MOST = 1_000_000;

  private final boolean wanted;
  private final Set<String> watched;
  private final Map<String, Place> places = new HashMap<>();
  private final List<JsonNode> values = new ArrayList<>();
  private final Deque<Frame> open = new ArrayDeque<>();
  private final StringBuilder path = new StringBuilder();
  private Part last = new Part(NullNode.getInstance(), 0, 0);
  private int size;

  /**
   * A value that is finished.
   *
   * @param size how many values it holds, itself one of them
   * @param height how many containers are in each other
   */
  record Part(JsonNode node, int size, int height) {}

  /** A container that is not finished. */
  private static final class Frame {
    final ContainerNode<?> node;
    final int pathLength;
    final int sizeBefore;
    int height;
    String key = "";
    @Nullable Place keyPlace;

    Frame(ContainerNode<?> node, int pathLength, int sizeBefore) {
      this.node = node;
      this.pathLength = pathLength;
      this.sizeBefore = sizeBefore;
    }
  }

  private Values(boolean wanted, Set<String> watched) {
    this.wanted = wanted;
    this.watched = watched;
  }

  /** Returns one that takes everything and builds nothing. */
  static Values ignored() {
    return new Values(false, Set.of());
  }

  /** Returns one that builds. */
  static Values built() {
    return new Values(true, Set.of());
  }

  /** Returns one that builds, and notes where these parts stand. */
  static Values watching(Set<String> parts) {
    return new Values(true, Set.copyOf(parts));
  }

  /** Returns whether anything is done with what is given here. */
  boolean areWanted() {
    return wanted;
  }

  void beginObject(@Nullable Place place) throws TooComplexException {
    begin(Json.object(), place);
  }

  void beginArray(@Nullable Place place) throws TooComplexException {
    begin(Json.object().arrayNode(), place);
  }

  private void begin(ContainerNode<?> node, @Nullable Place place) throws TooComplexException {
    if (!wanted) {
      return;
    }
    if (open.size() == JsonSchema.MAX_DEPTH) {
      throw tooDeep();
    }
    String step = step();
    note(step, place);
    open.push(new Frame(node, path.length(), size));
    path.append(step);
    count(1);
  }

  /** Takes the key of the next value of an object. */
  void key(String key, @Nullable Place place) {
    if (wanted) {
      Frame frame = open.element();
      frame.key = key;
      frame.keyPlace = place;
    }
  }

  void scalar(JsonNode node, @Nullable Place place) throws TooComplexException {
    if (wanted) {
      note(step(), place);
      count(1);
      add(new Part(node, 1, 0));
    }
  }

  /** Takes a value once more that was taken before. */
  void again(Part part, @Nullable Place place) throws TooComplexException {
    if (wanted) {
      if (open.size() + part.height() > JsonSchema.MAX_DEPTH) {
        throw tooDeep();
      }
      note(step(), place);
      count(part.size());
      add(part);
    }
  }

  /** Ends the innermost container. */
  void end() {
    if (wanted) {
      Frame frame = open.pop();
      path.setLength(frame.pathLength);
      add(new Part(frame.node, size - frame.sizeBefore, frame.height + 1));
    }
  }

  /**
   * Puts what stands under a key of the innermost object, an object or several, in the place of
   * that key, but for the keys that the object has itself.
   */
  void merge(String key) {
    if (!wanted || !(open.element().node instanceof ObjectNode object)) {
      return;
    }
    JsonNode merged = object.path(key);
    List<JsonNode> sources = new ArrayList<>();
    (merged.isArray() ? merged : List.of(merged)).forEach(sources::add);
    if (sources.stream().allMatch(JsonNode::isObject)) {
      object.remove(key);
      for (JsonNode source : sources) {
        source.properties().forEach(each -> object.putIfAbsent(each.getKey(), each.getValue()));
      }
    }
  }

  /** Returns the value that was finished last. */
  Part last() {
    return last;
  }

  /** Returns the values of the whole text. */
  List<JsonNode> all() {
    return values;
  }

  /** Returns where the parts stand that were asked for, as far as they are there. */
  Map<String, Place> places() {
    return places;
  }

  private void add(Part part) {
    last = part;
    Frame frame = open.peek();
    if (frame == null) {
      values.add(part.node());
      return;
    }
    frame.height = Math.max(frame.height, part.height());
    if (frame.node instanceof ObjectNode object) {
      object.set(frame.key, part.node());
    } else {
      ((ArrayNode) frame.node).add(part.node());
    }
  }

  private void count(int more) throws TooComplexException {
    if (more > MOST - size) {
      throw new TooComplexException(
          "it holds more than " + MOST + " values: a schema is checked on fewer only");
    }
    size += more;
  }

  private static TooComplexException tooDeep() {
    return new TooComplexException(
        "its values are nested more than "
            + JsonSchema.MAX_DEPTH
            + " deep: a schema is checked on less only");
  }

  private void note(String step, @Nullable Place place) {
    if (watched.isEmpty()) {
      return;
    }
    Frame frame = open.peek();
    boolean hasKey = frame != null && frame.node.isObject() && frame.keyPlace != null;
    Place where = hasKey && frame != null ? frame.keyPlace : place;
    String pointer = path + step;
    if (where != null && watched.contains(pointer)) {
      places.putIfAbsent(pointer, where);
    }
  }

  private String step() {
    if (watched.isEmpty()) {
      return "";
    }
    Frame frame = open.peek();
    if (frame == null) {
      return String.valueOf(values.size());
    }
    return "/"
        + (frame.node.isArray()
            ? String.valueOf(frame.node.size())
            : frame.key.replace("~", "~0").replace("/", "~1"));
  }
}
