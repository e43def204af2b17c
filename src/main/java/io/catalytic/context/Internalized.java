package io.catalytic.context;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.io.BaseEncoding;
import io.catalytic.digest.Digest;
import io.catalytic.digest.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What came back into the context, and what did not. Its bytes are verified.
 *
 * @param blob the blob that it is from, with its whole size
 * @param content what is shown of it
 * @param from where that begins in the blob, in bytes
 * @param to where that ends
 * @param asked where the part that was asked for ends in the blob
 * @param tokens what it costs to read, in tokens
 * @param limit what cut it, if anything did
 */
public record Internalized(
    Digest blob,
    Content content,
    long from,
    long to,
    long asked,
    long tokens,
    Optional<Limit> limit) {

  /** What an answer can be cut by. */
  public enum Limit {
    /** {@link View#maxTokens}. */
    TOKENS,
    /** {@link View#maxBytes}. */
    BYTES
  }

  /** Text, or bytes that are none. */
  public sealed interface Content {

    /** Returns the bytes as they are in the blob. */
    byte[] bytes();

    /** Returns what is charged for in tokens, and printed where only text can be. */
    String printable();
  }

  /**
   * Whole characters of valid UTF-8 without NUL.
   *
   * @param text them
   */
  public record Text(String text) implements Content {
    @Override
    public byte[] bytes() {
      return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String printable() {
      return text;
    }
  }

  /**
   * Anything else.
   *
   * @param base64 in Base64 (RFC 4648, padded)
   */
  public record Binary(String base64) implements Content {
    @Override
    public byte[] bytes() {
      return BaseEncoding.base64().decode(base64);
    }

    @Override
    public String printable() {
      return base64;
    }
  }

  /** Returns whether all that was asked for is here. */
  public boolean isComplete() {
    return limit.isEmpty();
  }

  /** Returns what to ask for next; empty if nothing was left out. */
  public Optional<Part.Range> next() {
    return isComplete() ? Optional.empty() : Optional.of(new Part.Range(to, asked));
  }

  /**
   * Returns the JSON value that the text is.
   *
   * @throws IOException if it is not complete, or not JSON
   */
  public JsonNode json() throws IOException {
    if (!isComplete()) {
      throw new IOException(
          "blob "
              + blob.hash()
              + ": only the bytes "
              + from
              + ":"
              + to
              + " were internalized, which are no whole value; raise the limit, or use a pointer");
    }
    return Json.parse(content.printable());
  }
}
