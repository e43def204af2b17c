package io.catalytic.store.pack;

import java.io.IOException;

/**
 * A pack, or one of its blobs, was written in a way that this program does not know. Nothing is
 * wrong with it: it must be left where it is.
 */
public final class PackTooNewException extends IOException {
  private static final long serialVersionUID = 1;

  /**
   * Names the pack.
   *
   * @param what the part and its version or encoding, and those that this program knows
   */
  public PackTooNewException(PackFile pack, String what) {
    super(pack.place() + ": " + what + "; use a newer program");
  }

  /** Returns what to throw of a blob whose encoding is not known. */
  public static PackTooNewException encoding(PackFile pack, PackEntry entry) {
    return new PackTooNewException(
        pack,
        "blob "
            + entry.digest().hash()
            + " has the encoding "
            + Integer.toUnsignedString(entry.encoding())
            + ", and this program knows only 0 (plain) and 1 (zstd)");
  }
}
