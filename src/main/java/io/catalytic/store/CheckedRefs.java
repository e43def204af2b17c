package io.catalytic.store;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Refs that notice when their bytes have changed: the one place where that is looked at, for every
 * kind of store and of ref. A flipped bit that leaves a ref well-formed would have another blob
 * kept, and the right one collected.
 *
 * <p>What is kept is the record and a {@link ChecksumLine}. As thread-safe as what keeps them.
 */
public final class CheckedRefs implements Refs {
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
    if (stored.isEmpty()) {
      return stored;
    }
    Optional<byte[]> record = ChecksumLine.strip(name, stored.get());
    if (record.isPresent()) {
      return record;
    }
    // Once more: what a disk gets wrong only now and then is not damage.
    stored = kept.read(name);
    if (stored.isEmpty()) {
      return stored;
    }
    record = ChecksumLine.strip(name, stored.get());
    if (record.isEmpty()) {
      throw new RefDamagedException(name);
    }
    return record;
  }

  @Override
  public void write(String name, byte[] value) throws IOException {
    kept.write(name, ChecksumLine.append(name, value));
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
