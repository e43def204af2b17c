package io.catalytic.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.Schema;

/**
 * What a YAML parser leaves to who takes its events: whether a key is given twice, whether an alias
 * has an anchor, and what the values are.
 *
 * <p>Two scalar keys are the same if they have the same tag and text, so that {@code 1} and {@code
 * "1"} are two. The merge key {@code <<} of YAML 1.1 is followed, as most programs do.
 */
final class YamlDocuments {
  private static final String MERGE = "<<";

  private final Schema schema;
  private final Faults faults;
  private final Values values;
  private final Deque<Frame> open = new ArrayDeque<>();
  private final Map<Anchor, Anchored> anchors = new HashMap<>();

  /** A collection that is not finished. */
  private static final class Frame {
    final boolean isMapping;
    final Optional<Anchor> anchor;
    final Set<String> keys = new HashSet<>();
    boolean isKeyNext;
    boolean merges;

    Frame(boolean isMapping, Optional<Anchor> anchor) {
      this.isMapping = isMapping;
      this.anchor = anchor;
      this.isKeyNext = isMapping;
    }
  }

  /**
   * What an anchor names.
   *
   * @param scalar tag and text, or null of a collection
   * @param value null as long as it is not finished
   */
  private record Anchored(@Nullable String scalar, Values.@Nullable Part value) {}

  YamlDocuments(Schema schema, Faults faults, Values values) {
    this.schema = schema;
    this.faults = faults;
    this.values = values;
  }

  void take(Event event) throws TooComplexException {
    switch (event.getEventId()) {
      case DocumentStart -> anchors.clear();
      case Scalar -> scalar((ScalarEvent) event);
      case Alias -> alias((AliasEvent) event);
      case MappingStart, SequenceStart -> begin((NodeEvent) event);
      case MappingEnd, SequenceEnd -> end();
      default -> {
        // The ends of documents and of the stream, and comments, say nothing.
      }
    }
  }

  private void scalar(ScalarEvent event) throws TooComplexException {
    Place place = place(event);
    Tag tag = tag(event);
    // Most are texts, of which there may be a million: without their tag they take half the space.
    String identity = (tag.equals(Tag.STR) ? "" : tag.getValue()) + ' ' + event.getValue();
    if (isKeyNext()) {
      key(event.getValue(), identity, place);
      open.element().merges |= tag.equals(Tag.MERGE);
      event.getAnchor().ifPresent(name -> anchors.put(name, new Anchored(identity, null)));
    } else {
      values.scalar(
          values.areWanted() ? value(tag, event.getValue()) : NullNode.getInstance(), place);
      event.getAnchor().ifPresent(name -> anchors.put(name, new Anchored(identity, values.last())));
      done();
    }
  }

  private void key(String text, String identity, Place place) {
    Frame mapping = open.element();
    if (!mapping.keys.add(identity)) {
      faults.add("the key \"" + text + "\" is given twice", place);
    }
    values.key(text, place);
    mapping.isKeyNext = false;
  }

  private void alias(AliasEvent event) throws TooComplexException {
    Place place = place(event);
    Anchored named = anchors.get(event.getAlias());
    if (named == null) {
      faults.add("the alias *" + event.getAlias() + " has no anchor before it", place);
      named = new Anchored(null, values.last());
    }
    String scalar = named.scalar();
    if (isKeyNext()) {
      if (scalar == null) {
        refuseKey();
        open.element().isKeyNext = false;
      } else {
        key(scalar.substring(scalar.indexOf(' ') + 1), scalar, place);
      }
      return;
    }
    if (values.areWanted()) {
      values.again(part(named, event), place);
    }
    done();
  }

  private static Values.Part part(Anchored named, AliasEvent event) throws TooComplexException {
    if (named.value() != null) {
      return named.value();
    }
    if (named.scalar() != null) {
      // It was a key, which is a text as a value.
      String text = named.scalar().substring(named.scalar().indexOf(' ') + 1);
      return new Values.Part(TextNode.valueOf(text), 1, 0);
    }
    throw new TooComplexException(
        "the alias *" + event.getAlias() + " stands within what it names: that has no end");
  }

  private void begin(NodeEvent event) throws TooComplexException {
    if (open.size() == JacksonText.MAX_DEPTH) {
      throw new TooComplexException("it is nested more than " + JacksonText.MAX_DEPTH + " deep");
    }
    if (isKeyNext()) {
      refuseKey();
    }
    boolean isMapping = event.getEventId() == Event.ID.MappingStart;
    if (isMapping) {
      values.beginObject(place(event));
    } else {
      values.beginArray(place(event));
    }
    event.getAnchor().ifPresent(name -> anchors.put(name, new Anchored(null, null)));
    open.push(new Frame(isMapping, event.getAnchor()));
  }

  private void end() {
    Frame frame = open.pop();
    if (frame.merges) {
      values.merge(MERGE);
    }
    values.end();
    frame.anchor.ifPresent(name -> anchors.put(name, new Anchored(null, values.last())));
    done();
  }

  /** A node has ended: in a mapping, a key turns into a value's turn, and a value into a key's. */
  private void done() {
    Frame around = open.peek();
    if (around != null && around.isMapping) {
      around.isKeyNext = !around.isKeyNext;
    }
  }

  private boolean isKeyNext() {
    Frame around = open.peek();
    return around != null && around.isKeyNext;
  }

  private void refuseKey() throws TooComplexException {
    if (values.areWanted()) {
      throw new TooComplexException(
          "it has a key that is no scalar, which JSON can't have: no schema can be checked");
    }
  }

  private Tag tag(ScalarEvent event) {
    Optional<String> given = event.getTag();
    if (given.isPresent() && !given.get().equals("!")) {
      return new Tag(given.get());
    }
    boolean isPlain = given.isEmpty() && event.isPlain();
    return schema.getScalarResolver().resolve(event.getValue(), isPlain);
  }

  private static JsonNode value(Tag tag, String text) throws TooComplexException {
    if (tag.equals(Tag.NULL)) {
      return NullNode.getInstance();
    }
    if (tag.equals(Tag.BOOL)) {
      return BooleanNode.valueOf(text.equalsIgnoreCase("true"));
    }
    try {
      if (tag.equals(Tag.INT)) {
        return integer(text);
      }
      return tag.equals(Tag.FLOAT) ? Numbers.decimal(text) : TextNode.valueOf(text);
    } catch (NumberFormatException e) {
      // As !!int "x", or .inf, which JSON does not have.
      return TextNode.valueOf(text);
    }
  }

  private static JsonNode integer(String text) throws TooComplexException {
    if (text.startsWith("0x")) {
      return Numbers.integer(text.substring(2), 16);
    }
    return text.startsWith("0o")
        ? Numbers.integer(text.substring(2), 8)
        : Numbers.integer(text, 10);
  }

  private static Place place(Event event) {
    return event.getStartMark().map(YamlReader::place).orElse(new Place(1, 1));
  }
}
