package io.catalytic.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.catalytic.digest.Hash;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * One small change of a JSON value.
 *
 * @param pointer where it can be seen
 * @param value the whole value, changed
 */
record Tampering(String pointer, JsonNode value) {

  /**
   * Returns every value of this one changed: numbers by one, texts by a character, booleans and
   * nulls to their contrary; each key and item removed, and a key added to each object.
   */
  static List<Tampering> all(JsonNode value) {
    List<Tampering> all = new ArrayList<>();
    walk(value, "", value, all);
    return all;
  }

  private static void walk(JsonNode whole, String at, JsonNode part, List<Tampering> all) {
    if (part.isObject()) {
      part.fieldNames()
          .forEachRemaining(
              key -> {
                String place = at + "/" + key.replace("~", "~0").replace("/", "~1");
                JsonNode removed = whole.deepCopy();
                ((ObjectNode) removed.at(at)).remove(key);
                all.add(new Tampering(place, removed));
                changed(whole, place, all);
                walk(whole, place, part.get(key), all);
              });
      JsonNode added = whole.deepCopy();
      ((ObjectNode) added.at(at)).put("unheard_of", 1);
      all.add(new Tampering(at + "/unheard_of", added));
    }
    for (int i = 0; part.isArray() && i < part.size(); i++) {
      JsonNode removed = whole.deepCopy();
      ((ArrayNode) removed.at(at)).remove(i);
      all.add(new Tampering(at, removed));
      changed(whole, at + "/" + i, all);
      walk(whole, at + "/" + i, part.get(i), all);
    }
  }

  private static void changed(JsonNode whole, String place, List<Tampering> all) {
    JsonNode was = whole.at(place);
    if (was.isContainerNode()) {
      return;
    }
    JsonNode copy = whole.deepCopy();
    int slash = place.lastIndexOf('/');
    String key = place.substring(slash + 1).replace("~1", "/").replace("~0", "~");
    JsonNode parent = copy.at(place.substring(0, slash));
    if (parent instanceof ArrayNode array) {
      array.set(Integer.parseInt(key), other(was));
    } else {
      ((ObjectNode) parent).set(key, other(was));
    }
    all.add(new Tampering(place, copy));
  }

  private static JsonNode other(JsonNode was) {
    if (was.isNull()) {
      return TextNode.valueOf("x");
    }
    if (was.isBoolean()) {
      return BooleanNode.valueOf(!was.booleanValue());
    }
    if (was.isIntegralNumber()) {
      return LongNode.valueOf(was.longValue() + 1);
    }
    if (was.isNumber()) {
      return DecimalNode.valueOf(was.decimalValue().add(BigDecimal.ONE));
    }
    String text = was.textValue();
    if (Hash.isHex(text)) {
      return TextNode.valueOf((text.startsWith("0") ? "1" : "0") + text.substring(1));
    }
    return TextNode.valueOf(text + "x");
  }
}
