package io.catalytic.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Refs that notice when their bytes have changed: the one place where that is looked at, for every
 * kind of store and of ref. A flipped bit that leaves a ref well-formed would have another blob
 * kept, and the right one collected.
 *
 * <p>What is kept is the record, a newline, and the line {@code #crc32c XXXXXXXX} with a newline:
 * eight lower-case hex digits, the CRC-32C of the name, a newline and the record. So a ref can
 * still be read with {@code cat}; and one that lies under another's name is damaged too. As
 * thread-safe as what keeps them.
 */
public final class CheckedRefs implements Refs {
  private static final String LABEL = "\n#crc32c ";
  private static final int LINE = LABEL.length() + 8 + 1;

  private final Refs kept;

  /**
   * Checks some refs.
   *
   * @param kept holds the records, each with its checksum
   */
  public CheckedRefs(Refs kept) {
    this.kept = kept;
  }

  /**
   * Returns the record of this name, or empty if there is none.
   *
   * @throws RefDamagedException if its checksum is wrong, or if there is none
   */
  @Override
  public Optional<byte[]> read(String name) throws IOException {
    Optional<byte[]> stored = kept.read(name);
    if (stored.isEmpty() || isWhole(name, stored.get())) {
      return stored.map(CheckedRefs::record);
    }
    // Once more: what a disk gets wrong only now and then is not damage.
    stored = kept.read(name);
    if (stored.isEmpty() || isWhole(name, stored.get())) {
      return stored.map(CheckedRefs::record);
    }
    throw new RefDamagedException(name);
  }

  private static boolean isWhole(String name, byte[] stored) {
    int length = stored.length - LINE;
    if (length < 0) {
      return false;
    }
    byte[] right = checksum(name, stored, length);
    return Arrays.equals(stored, length, stored.length, right, 0, right.length);
  }

  private static byte[] record(byte[] stored) {
    return Arrays.copyOf(stored, stored.length - LINE);
  }

  /** Returns the last line for the first bytes of a record, with the newline before it. */
  private static byte[] checksum(String name, byte[] record, int length) {
    CRC32C crc = new CRC32C();
    crc.update((name + "\n").getBytes(StandardCharsets.US_ASCII));
    crc.update(record, 0, length);
    return String.format("%s%08x\n", LABEL, crc.getValue()).getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public void write(String name, byte[] value) throws IOException {
    byte[] end = checksum(name, value, value.length);
    byte[] stored = Arrays.copyOf(value, value.length + LINE);
    System.arraycopy(end, 0, stored, value.length, LINE);
    kept.write(name, stored);
  }

  @Override
  public boolean delete(String name) throws IOException {
    return kept.delete(name);
  }

  @Override
  public List<String> list(String parent) throws IOException {
    return kept.list(parent);
  }
}
