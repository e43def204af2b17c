package io.catalytic.domain;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Between {@link Path} and raw bytes.
 *
 * <p>A {@code Path} of the default file system holds raw bytes, but shows and takes text in the
 * JVM's encoding, which is not UTF-8 in every locale and loses what it can't express. Its URI form
 * is exact: percent-encoded bytes, both ways. Plain ASCII, which is nearly every name, needs no
 * detour.
 */
final class PathBytes {
  private static final HexFormat HEX = HexFormat.of();

  private PathBytes() {}

  /** Returns the bytes of a path's last name. */
  static byte[] ofName(Path path) {
    Path name = path.getFileName();
    if (name == null) {
      throw new IllegalArgumentException("a path without a name: " + path);
    }
    String text = name.toString();
    if (isAscii(text)) {
      return text.getBytes(StandardCharsets.US_ASCII);
    }
    byte[] whole = decode(path.toUri().getRawPath());
    int end = whole.length;
    // The URI of a directory ends with a slash.
    if (end > 1 && whole[end - 1] == '/') {
      end--;
    }
    int start = end;
    while (start > 0 && whole[start - 1] != '/') {
      start--;
    }
    return Arrays.copyOfRange(whole, start, end);
  }

  /** Returns whether an absolute path comes back from text as it was. */
  static boolean isText(Path path) {
    try {
      return Path.of(path.toString()).equals(path);
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /** Returns an absolute path for people's eyes, as {@link RawPath#display}. */
  static String display(Path path) {
    byte[] bytes = ofTarget(path);
    return "/" + RawPath.of(Arrays.copyOfRange(bytes, 1, bytes.length)).display();
  }

  /** Returns the bytes of a symbolic link's target, which may be relative, empty parts and all. */
  static byte[] ofTarget(Path target) {
    String text = target.toString();
    if (isAscii(text)) {
      return text.getBytes(StandardCharsets.US_ASCII);
    }
    byte[] whole = decode(target.toUri().getRawPath());
    int end = whole.length;
    if (end > 1 && whole[end - 1] == '/' && !text.endsWith("/")) {
      end--;
    }
    int start = 0;
    if (!target.isAbsolute()) {
      String base = Path.of("").toAbsolutePath().toUri().getRawPath();
      start = decode(base).length;
    }
    return Arrays.copyOfRange(whole, start, end);
  }

  /** Returns the file-system path of a domain's path. */
  static Path resolve(Path root, RawPath path) {
    byte[] bytes = path.bytes();
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    if (isAscii(text)) {
      return root.resolve(text);
    }
    String base = root.toUri().getRawPath();
    return Path.of(
        URI.create("file://" + (base.endsWith("/") ? base : base + "/") + encode(bytes)));
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  private static byte[] decode(String percentEncoded) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(percentEncoded.length());
    for (int i = 0; i < percentEncoded.length(); i++) {
      char ch = percentEncoded.charAt(i);
      if (ch == '%') {
        bytes.write(Integer.parseInt(percentEncoded, i + 1, i + 3, 16));
        i += 2;
      } else {
        bytes.write(ch);
      }
    }
    return bytes.toByteArray();
  }

  private static String encode(byte[] bytes) {
    StringBuilder text = new StringBuilder(bytes.length * 3);
    for (byte value : bytes) {
      boolean plain =
          (value >= 'a' && value <= 'z')
              || (value >= 'A' && value <= 'Z')
              || (value >= '0' && value <= '9')
              || value == '/'
              || value == '-'
              || value == '_'
              || value == '.';
      if (plain) {
        text.append((char) value);
      } else {
        HEX.toHexDigits(text.append('%'), value);
      }
    }
    return text.toString();
  }
}
