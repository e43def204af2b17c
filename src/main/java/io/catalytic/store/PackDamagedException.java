package io.catalytic.store;

import java.io.IOException;
import java.nio.file.Path;

/** A pack's own records are not what they have to be; of its blobs nothing is said. */
final class PackDamagedException extends IOException {
  private static final long serialVersionUID = 1;

  private final String pack;

  /**
   * Names the pack.
   *
   * @param what the field, what it has to be and what it is
   */
  PackDamagedException(Path pack, String what) {
    super(pack + ": " + what);
    this.pack = pack.toString();
  }

  /** Returns the pack's file. */
  Path pack() {
    return Path.of(pack);
  }
}
