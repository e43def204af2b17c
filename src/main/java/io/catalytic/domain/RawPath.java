package io.catalytic.domain;

import io.catalytic.digest.Hash;
import io.catalytic.digest.Hasher;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A path relative to a domain's own directory, as the file system's raw bytes: names joined by
 * {@code /}, the empty path for the domain's directory itself.
 *
 * <p>Never case-folded or normalised. No part is empty, {@code .} or {@code ..}, and no byte is
 * NUL. Ordered by unsigned bytes. Immutable.
 */
public final class RawPath implements Comparable<RawPath>, Serializable {
  private static final long serialVersionUID = 1;

  /** The domain's own directory. */
  public static final RawPath ROOT = new RawPath(new byte[0]);

  private final byte[] bytes;

  private RawPath(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Returns the path of these bytes.
   *
   * @throws IllegalArgumentException if a part is empty, {@code .} or {@code ..}, or a byte is NUL
   */
  public static RawPath of(byte[] bytes) {
    RawPath path = new RawPath(bytes.clone());
    path.check();
    return path;
  }

  /** Returns the path of this text in UTF-8. */
  public static RawPath of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns the path of a name inside this directory. */
  public RawPath child(byte[] name) {
    int prefix = bytes.length == 0 ? 0 : bytes.length + 1;
    byte[] joined = Arrays.copyOf(bytes, prefix + name.length);
    if (prefix > 0) {
      joined[prefix - 1] = '/';
    }
    System.arraycopy(name, 0, joined, prefix, name.length);
    RawPath child = new RawPath(joined);
    child.checkPart(prefix, joined.length);
    return child;
  }

  /**
   * Returns the directory that this path lies in.
   *
   * @throws IllegalStateException for the domain's own directory, which has none inside the domain
   */
  public RawPath parent() {
    return new RawPath(Arrays.copyOf(bytes, Math.max(startOfName() - 1, 0)));
  }

  /**
   * Returns a copy of the bytes of the last name.
   *
   * @throws IllegalStateException for the domain's own directory
   */
  public byte[] name() {
    return Arrays.copyOfRange(bytes, startOfName(), bytes.length);
  }

  /** Returns all names from the domain's directory down; none for the directory itself. */
  public List<byte[]> names() {
    List<byte[]> names = new ArrayList<>();
    int start = 0;
    for (int i = 1; i <= bytes.length; i++) {
      if (i == bytes.length || bytes[i] == '/') {
        names.add(Arrays.copyOfRange(bytes, start, i));
        start = i + 1;
      }
    }
    return names;
  }

  /** Returns how many bytes it has. */
  int length() {
    return bytes.length;
  }

  private int startOfName() {
    if (bytes.length == 0) {
      throw new IllegalStateException("the domain's own directory has no name inside the domain");
    }
    int start = bytes.length;
    while (start > 0 && bytes[start - 1] != '/') {
      start--;
    }
    return start;
  }

  /** Returns a copy of the raw bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** Returns whether this is the domain's own directory. */
  public boolean isRoot() {
    return bytes.length == 0;
  }

  /** Returns whether this path is the other one or lies below it. */
  public boolean isUnder(RawPath other) {
    int length = other.bytes.length;
    return length == 0
        || (bytes.length >= length
            && Arrays.equals(bytes, 0, length, other.bytes, 0, length)
            && (bytes.length == length || bytes[length] == '/'));
  }

  /** Returns the trie's key {@code K = SHA256(P)}. */
  public Hash key() {
    return Hasher.sha256(bytes);
  }

  /** Returns the path as text if its bytes are valid UTF-8. */
  public Optional<String> utf8() {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  /**
   * Returns the path for people's eyes, in one line: as it is if it is plain text, else with
   * control characters, backslashes and bytes that are not UTF-8 written as {@code \xff}.
   */
  public String display() {
    return RawPathText.display(this);
  }

  @Override
  public int compareTo(RawPath other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object object) {
    return object instanceof RawPath other && Arrays.equals(bytes, other.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** Returns {@link #display}. */
  @Override
  public String toString() {
    return display();
  }

  private void check() {
    if (bytes.length == 0) {
      return;
    }
    int start = 0;
    for (int i = 0; i <= bytes.length; i++) {
      if (i == bytes.length || bytes[i] == '/') {
        checkPart(start, i);
        start = i + 1;
      }
    }
  }

  private void checkPart(int from, int to) {
    boolean dots =
        (to - from == 1 && bytes[from] == '.')
            || (to - from == 2 && bytes[from] == '.' && bytes[from + 1] == '.');
    boolean broken = to == from || dots;
    for (int i = from; i < to && !broken; i++) {
      broken = bytes[i] == 0 || bytes[i] == '/';
    }
    if (broken) {
      throw new IllegalArgumentException(
          "not a path inside a domain (a part is empty, \".\", \"..\" or has a NUL): \""
              + display()
              + "\"");
    }
  }
}
