package io.catalytic.run.validation;

import com.fasterxml.jackson.databind.JsonNode;
import io.catalytic.domain.RawPath;

/**
 * A line of an output that has the form that it should.
 *
 * @param line counted from 1
 * @param path what it is about
 * @param value all of it
 * @param text the same as it stands in the file
 */
record Row(long line, RawPath path, JsonNode value, String text) {

  /** Returns a field's text, or the empty string if it is null or not there. */
  String text(String field) {
    return value.path(field).asText("");
  }
}
