package io.catalytic.run;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.catalytic.digest.Hash;
import io.catalytic.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;

/** The answers that a {@code results.jsonl} names, read in constant memory. Stateless. */
final class ResultNames {
  private static final JsonFactory JSON = new JsonFactory();

  private ResultNames() {}

  /** Takes the name of an answer. */
  @FunctionalInterface
  interface Names {
    void take(Hash answer) throws IOException;
  }

  /**
   * Gives the name of every answer to a consumer, in the order of the lines.
   *
   * @param results hash of the file, a blob of the store
   * @throws IOException also if the blob is not there, or is no such file
   */
  static void forEach(Hash results, ObjectStore store, Names names) throws IOException {
    try (InputStream bytes = store.open(results);
        JsonParser parser = JSON.createParser(bytes)) {
      while (parser.nextToken() != null) {
        line(parser, names);
      }
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new IOException("the results " + results + " are damaged: " + e.getMessage(), e);
    }
  }

  /** Stands at the beginning of a line's object; what else is in it is passed over unseen. */
  private static void line(JsonParser parser, Names names) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      boolean isResult = parser.currentName().equals("result");
      JsonToken value = parser.nextToken();
      if (isResult && value == JsonToken.VALUE_STRING) {
        names.take(Hash.parse(parser.getText()));
      } else {
        parser.skipChildren();
      }
    }
  }
}
