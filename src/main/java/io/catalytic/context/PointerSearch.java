package io.catalytic.context;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.catalytic.digest.Digest;
import io.catalytic.digest.Excerpt;
import io.catalytic.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds which bytes of a JSON blob are the value at a pointer. Reads it once, in a stream and to
 * its end, so the blob may be of any size. For one search and one thread.
 */
final class PointerSearch {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().disable(StreamReadFeature.AUTO_CLOSE_SOURCE).build();

  private static final int KEYS_SHOWN = 20;
  private static final int KEY_SHOWN = 40;

  private final Digest blob;
  private final List<String> tokens;
  private Part.@Nullable Range found;

  private PointerSearch(Digest blob, List<String> tokens) {
    this.blob = blob;
    this.tokens = tokens;
  }

  /**
   * Returns where the value is.
   *
   * @throws NoSuchPartException if the blob is not JSON, or has nothing there; the message tells
   *     what is nearest
   */
  static Part.Range find(ObjectStore store, Digest blob, Part.Pointer pointer) throws IOException {
    PointerSearch search = new PointerSearch(blob, PointerTokens.of(pointer.pointer()));
    try (InputStream in = store.open(blob.hash())) {
      try (JsonParser parser = FACTORY.createParser(in)) {
        return search.find(parser);
      } catch (JsonProcessingException | NoSuchPartException e) {
        in.transferTo(OutputStream.nullOutputStream()); // that it is corrupt would come first
        throw e instanceof NoSuchPartException ? e : search.notJson(e);
      }
    }
  }

  private Part.Range find(JsonParser parser) throws IOException {
    if (parser.nextToken() == null) {
      throw none("is not JSON: it holds no value");
    }
    visit(parser, 0);
    if (parser.nextToken() != null) {
      throw none("is not JSON: there is more after its one value");
    }
    if (found == null) {
      return new Part.Range(0, blob.size());
    }
    return found;
  }

  /** Goes through the value that the parser is at, which the first tokens lead to. */
  private void visit(JsonParser parser, int depth) throws IOException {
    if (depth == tokens.size()) {
      take(parser, depth);
      return;
    }
    switch (parser.currentToken()) {
      case START_OBJECT -> visitObject(parser, depth);
      case START_ARRAY -> visitArray(parser, depth);
      default ->
          throw notThere(depth, "is " + describe(parser.currentToken()) + ", which has no parts");
    }
  }

  private void take(JsonParser parser, int depth) throws IOException {
    long start = parser.currentTokenLocation().getByteOffset();
    parser.skipChildren();
    parser.finishToken();
    long end = parser.currentLocation().getByteOffset();
    if (depth == 0) {
      return; // the whole blob, white space and all
    }
    if (start < 0 || end < start) {
      throw none("is JSON, but not in UTF-8");
    }
    found = new Part.Range(start, end);
  }

  private void visitObject(JsonParser parser, int depth) throws IOException {
    String wanted = tokens.get(depth);
    List<String> keys = new ArrayList<>();
    long count = 0;
    boolean seen = false;
    for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
      parser.nextToken();
      if (!key.equals(wanted)) {
        parser.skipChildren();
      } else if (seen) {
        throw none(at(depth) + " has the key " + show(key) + " twice: which one is meant?");
      } else {
        seen = true;
        visit(parser, depth + 1);
      }
      if (count++ < KEYS_SHOWN) {
        keys.add(show(key));
      }
    }
    if (!seen) {
      String more = count > KEYS_SHOWN ? " and " + (count - KEYS_SHOWN) + " more" : "";
      String has = keys.isEmpty() ? "is an empty object" : "has " + String.join(", ", keys) + more;
      throw notThere(depth, has);
    }
  }

  private void visitArray(JsonParser parser, int depth) throws IOException {
    String wanted = tokens.get(depth);
    long count = 0;
    boolean seen = false;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (Long.toString(count++).equals(wanted)) {
        seen = true;
        visit(parser, depth + 1);
      } else {
        parser.skipChildren();
      }
    }
    if (!seen) {
      throw notThere(
          depth,
          count == 0 ? "is an empty array" : "is an array with the indexes 0 to " + (count - 1));
    }
  }

  private NoSuchPartException notThere(int depth, String parent) {
    return none(
        "has nothing at "
            + Excerpt.line(PointerTokens.join(tokens), 200)
            + "; "
            + at(depth)
            + " "
            + parent);
  }

  /** Says where the first tokens lead to. */
  private String at(int depth) {
    return depth == 0
        ? "the whole value"
        : Excerpt.line(PointerTokens.join(tokens.subList(0, depth)), 200);
  }

  private NoSuchPartException notJson(IOException e) {
    String why =
        e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.getMessage();
    String where =
        e instanceof JsonProcessingException json && json.getLocation() != null
            ? " (line "
                + json.getLocation().getLineNr()
                + ", column "
                + json.getLocation().getColumnNr()
                + ")"
            : "";
    return none("is not JSON: " + Excerpt.line(String.valueOf(why), 200) + where);
  }

  private NoSuchPartException none(String why) {
    return new NoSuchPartException(blob.hash(), why);
  }

  private static String show(String key) {
    return '"' + Excerpt.line(key, KEY_SHOWN) + '"';
  }

  private static String describe(JsonToken scalar) {
    return switch (scalar) {
      case VALUE_STRING -> "a string";
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
      case VALUE_TRUE, VALUE_FALSE -> "a boolean";
      default -> "null";
    };
  }
}
