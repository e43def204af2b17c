package io.catalytic.store.pack;

import java.io.IOException;

/** Where a pack lies, on a disk or elsewhere. Immutable, thread-safe. */
public interface PackFile {

  /** Returns the pack's id: 32 hex digits. */
  String id();

  /** Returns the whole name, for messages. */
  String place();

  /**
   * Opens the file.
   *
   * @throws java.nio.file.NoSuchFileException if it is there no more
   */
  ByteSource open() throws IOException;
}
