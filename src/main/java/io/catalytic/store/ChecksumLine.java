package io.catalytic.store;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The last line of a small record that is text: {@code #crc32c XXXXXXXX} after a newline, and with
 * one at its end. The eight lower-case hex digits are the CRC-32C of the name that the record has,
 * a newline and the record. So it can still be read with {@code cat}, a changed bit is found
 * anywhere in it, and so is a record that lies under another's name.
 */
public final class ChecksumLine {
  private static final String LABEL = "\n#crc32c ";
  private static final int LENGTH = LABEL.length() + 8 + 1;

  private ChecksumLine() {}

  /** Returns a record with its line. */
  public static byte[] append(String name, byte[] record) {
    byte[] line = line(name, record, record.length);
    byte[] stored = Arrays.copyOf(record, record.length + LENGTH);
    System.arraycopy(line, 0, stored, record.length, LENGTH);
    return stored;
  }

  /** Returns the record without its line, or empty if that is wrong, or if there is none. */
  public static Optional<byte[]> strip(String name, byte[] stored) {
    int length = stored.length - LENGTH;
    if (length < 0) {
      return Optional.empty();
    }
    byte[] right = line(name, stored, length);
    return Arrays.equals(stored, length, stored.length, right, 0, right.length)
        ? Optional.of(Arrays.copyOf(stored, length))
        : Optional.empty();
  }

  /** Returns the line for the first bytes of a record, with the newline before it. */
  private static byte[] line(String name, byte[] record, int length) {
    CRC32C crc = new CRC32C();
    crc.update((name + "\n").getBytes(StandardCharsets.US_ASCII));
    crc.update(record, 0, length);
    return String.format("%s%08x\n", LABEL, crc.getValue()).getBytes(StandardCharsets.US_ASCII);
  }
}
