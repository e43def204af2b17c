package io.catalytic.store.pack;

import java.io.IOException;

/** A pack's own records are not what they have to be; of its blobs nothing is said. */
public final class PackDamagedException extends IOException {
  private static final long serialVersionUID = 1;

  private final String id;

  /**
   * Names the pack.
   *
   * @param what the field, what it has to be and what it is
   */
  public PackDamagedException(PackFile pack, String what) {
    super(pack.place() + ": " + what);
    id = pack.id();
  }

  /** Returns the pack's id. */
  public String id() {
    return id;
  }
}
