package io.catalytic.model;

import java.net.http.HttpRequest;
import java.util.Optional;

/**
 * The key that a server may want, from {@code OPENAI_API_KEY}. It goes into one header of each
 * request and nowhere else: it has no text of its own, and {@link #hide} takes it out of what a
 * server sends back.
 */
final class ApiKey {
  static final String VARIABLE = "OPENAI_API_KEY";

  /** Shorter ones would hide parts of common words. */
  private static final int SHORTEST_HIDDEN = 6;

  private final String key;

  private ApiKey(String key) {
    this.key = key;
  }

  /**
   * Returns the key that a variable of the environment holds; none if it is empty.
   *
   * @throws IllegalArgumentException if it can't be sent; the message does not hold it
   */
  static ApiKey of(Optional<String> variable) {
    String key = variable.map(String::strip).orElse("");
    if (!key.matches("[\\x21-\\x7e]*")) {
      throw new IllegalArgumentException(
          VARIABLE + " holds a space or another character that no key has");
    }
    return new ApiKey(key);
  }

  boolean isGiven() {
    return !key.isEmpty();
  }

  HttpRequest.Builder addTo(HttpRequest.Builder request) {
    return isGiven() ? request.header("Authorization", "Bearer " + key) : request;
  }

  /** Returns a text without the key, wherever it stands in it. */
  String hide(String text) {
    if (key.length() < SHORTEST_HIDDEN) {
      return text;
    }
    // Some servers write JSON with slashes escaped.
    String hidden = "[" + VARIABLE + "]";
    return text.replace(key, hidden).replace(key.replace("/", "\\/"), hidden);
  }

  @Override
  public String toString() {
    return isGiven() ? "a key" : "no key";
  }
}
