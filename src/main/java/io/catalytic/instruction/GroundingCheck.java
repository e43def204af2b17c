package io.catalytic.instruction;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catalytic.schema.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Holds answers against the text that they are about: what is quoted must stand there, and where it
 * stands is computed. Immutable and thread-safe.
 *
 * <p>Small models copy names well and count lines badly. So a name that does not stand in the text
 * is a violation, and a line is only ever a hint: it is set to where the name stands nearest to it.
 */
final class GroundingCheck {
  private final Grounding rule;
  private final List<ItemPattern> verbatim;
  private final List<ItemPattern> items;

  GroundingCheck(Grounding rule) {
    this.rule = rule;
    verbatim = rule.verbatim().stream().map(ItemPattern::new).toList();
    items = rule.lines().stream().map(each -> new ItemPattern(each.items())).toList();
  }

  /** Returns what is quoted and does not stand in the text, in the order of {@link Violation}. */
  List<Violation> check(JsonNode answer, GroundText text) {
    Mentions mentions = new Mentions(text.lines());
    Set<Violation> faults = new TreeSet<>();
    for (ItemPattern pattern : verbatim) {
      pattern.in(answer).forEach(place -> check(place, mentions, faults));
    }
    for (int i = 0; i < items.size(); i++) {
      ItemPattern name = new ItemPattern("/" + rule.lines().get(i).name());
      for (ItemPattern.Place item : items.get(i).in(answer)) {
        name.in(item.value()).stream()
            .map(place -> new ItemPattern.Place(item.pointer() + place.pointer(), place.value()))
            .forEach(place -> check(place, mentions, faults));
      }
    }
    return new ArrayList<>(faults);
  }

  private void check(ItemPattern.Place place, Mentions mentions, Set<Violation> faults) {
    if (place.value().isTextual() && !mentions.has(place.value().textValue())) {
      faults.add(
          new Violation(
              place.pointer(),
              "must stand in the "
                  + rule.field()
                  + ", letter for letter; this does not: "
                  + place.value()));
    }
  }

  /** Returns an answer without faults with its lines computed, those of the whole text. */
  JsonNode located(JsonNode answer, GroundText text) {
    JsonNode located = answer.deepCopy();
    Mentions mentions = new Mentions(text.lines());
    for (int i = 0; i < items.size(); i++) {
      for (ItemPattern.Place item : items.get(i).in(located)) {
        if (item.value() instanceof ObjectNode object && object.path(name(i)).isTextual()) {
          locate(object, rule.lines().get(i), mentions, text);
        }
      }
    }
    return located;
  }

  private String name(int index) {
    return rule.lines().get(index).name();
  }

  private static void locate(
      ObjectNode item, Grounding.LineRule rule, Mentions mentions, GroundText text) {
    int hint = text.meant(number(item.path(rule.line())));
    int line = mentions.lineNearest(item.get(rule.name()).textValue(), hint);
    item.put(rule.line(), text.inWhole(line));
    rule.endLine()
        .filter(item::has)
        .ifPresent(
            key -> {
              long shifted = (long) text.meant(number(item.get(key))) + line - hint;
              long last = Math.max(line, Math.min(text.lines().count(), shifted));
              item.put(key, text.inWhole((int) last));
            });
  }

  /** Returns what a model gives as a line; 1 if that is no number, or the nearest that there is. */
  private static int number(JsonNode line) {
    return (int) Math.max(0, Math.min(Integer.MAX_VALUE, line.asLong(1)));
  }
}
