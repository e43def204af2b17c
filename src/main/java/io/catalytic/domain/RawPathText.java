package io.catalytic.domain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;

/** Paths as text: for people, and in JSON ({@code path}, and {@code path_base64} where needed). */
public final class RawPathText {
  private static final HexFormat HEX = HexFormat.of();

  private RawPathText() {}

  /**
   * Puts a path into an object: {@code path} as it is if it is UTF-8; else escaped for reading,
   * with the raw bytes in {@code path_base64}.
   */
  public static void put(ObjectNode object, RawPath path) {
    path.utf8()
        .ifPresentOrElse(
            text -> object.put("path", text),
            () ->
                object
                    .put("path", path.display())
                    .put("path_base64", Base64.getEncoder().encodeToString(path.bytes())));
  }

  /**
   * Returns the path that {@link #put} wrote.
   *
   * @throws IllegalArgumentException if there is none, or it is no path inside a domain
   */
  public static RawPath get(JsonNode object) {
    JsonNode raw = object.get("path_base64");
    if (raw != null) {
      return RawPath.of(Base64.getDecoder().decode(raw.asText()));
    }
    JsonNode path = object.get("path");
    if (path == null || !path.isTextual()) {
      throw new IllegalArgumentException("no \"path\" in " + object);
    }
    return RawPath.of(path.textValue());
  }

  static String display(RawPath path) {
    ByteBuffer in = ByteBuffer.wrap(path.bytes());
    CharBuffer out = CharBuffer.allocate(in.remaining() + 1);
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    StringBuilder text = new StringBuilder();
    while (true) {
      CoderResult result = decoder.decode(in, out, true);
      out.flip().chars().forEach(ch -> appendReadable(text, (char) ch));
      out.clear();
      if (!result.isMalformed()) {
        return text.toString();
      }
      for (int i = 0; i < result.length(); i++) {
        appendByte(text, in.get());
      }
    }
  }

  private static void appendReadable(StringBuilder text, char ch) {
    if (ch == '\\') {
      text.append("\\\\");
    } else if (Character.isISOControl(ch)) {
      for (byte part : String.valueOf(ch).getBytes(StandardCharsets.UTF_8)) {
        appendByte(text, part);
      }
    } else {
      text.append(ch);
    }
  }

  private static void appendByte(StringBuilder text, byte value) {
    HEX.toHexDigits(text.append("\\x"), value);
  }
}
