package io.catalytic.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Damages files as a failing disk does. */
final class Spoiler {

  private Spoiler() {}

  /** Changes one bit of the byte at an offset. */
  static void flipByte(Path file, int offset) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[offset] ^= 0x10;
    replace(file, bytes);
  }

  /** Gives a file other contents, though it may be read-only. */
  static void replace(Path file, byte[] bytes) throws IOException {
    Files.delete(file);
    Files.write(file, bytes);
  }
}
