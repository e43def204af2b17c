package io.catalytic.run.validation;

import com.fasterxml.jackson.databind.JsonNode;
import io.catalytic.digest.Excerpt;
import java.util.Iterator;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Where two JSON values differ, place by place. Stateless. */
final class JsonDifferences {
  private static final int SHOWN = 100;

  private JsonDifferences() {}

  /**
   * Gives every smallest place that differs to a consumer, as a JSON pointer with a sentence, in
   * the order of what was.
   *
   * @param was the value that the run wrote
   * @param is the value that is there
   */
  static void forEach(JsonNode was, JsonNode is, BiConsumer<String, String> differences) {
    compare("", was, is, differences);
  }

  private static void compare(
      String at, JsonNode was, JsonNode is, BiConsumer<String, String> differences) {
    if (was.equals(is)) {
      return;
    }
    if (was.isObject() && is.isObject()) {
      for (var field : was.properties()) {
        String place = at + "/" + escape(field.getKey());
        child(place, field.getValue(), is.get(field.getKey()), differences);
      }
      for (Iterator<String> names = is.fieldNames(); names.hasNext(); ) {
        String name = names.next();
        if (!was.has(name)) {
          child(at + "/" + escape(name), null, is.get(name), differences);
        }
      }
    } else if (was.isArray() && is.isArray()) {
      for (int i = 0; i < Math.max(was.size(), is.size()); i++) {
        child(at + "/" + i, was.get(i), is.get(i), differences);
      }
    } else {
      differences.accept(at, "the run wrote " + shown(was) + "; here is " + shown(is));
    }
  }

  private static void child(
      String at,
      @Nullable JsonNode was,
      @Nullable JsonNode is,
      BiConsumer<String, String> differences) {
    if (was != null && is != null) {
      compare(at, was, is, differences);
    } else if (was != null) {
      differences.accept(at, "the run wrote " + shown(was) + "; here it is missing");
    } else if (is != null) {
      differences.accept(at, "the run did not write this; here is " + shown(is));
    }
  }

  /** Returns a key as a part of a JSON pointer. */
  static String escape(String key) {
    return key.replace("~", "~0").replace("/", "~1");
  }

  private static String shown(JsonNode value) {
    return Excerpt.of(value.toString(), SHOWN);
  }
}
