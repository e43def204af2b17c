package io.catalytic.cli;

import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** Files whose contents are to be kept, as they are named on the command line. */
final class GivenFiles {

  /** Means standard input. */
  static final String STANDARD_INPUT = "-";

  private GivenFiles() {}

  /**
   * Refuses what can't be kept, before anything is.
   *
   * @throws IllegalArgumentException if one is a directory, or standard input is named twice
   * @throws NoSuchFileException if one is not there
   */
  static void require(List<String> files) throws NoSuchFileException {
    if (files.stream().filter(STANDARD_INPUT::equals).count() > 1) {
      throw new IllegalArgumentException("- is standard input, and can be read only once");
    }
    for (String file : files) {
      if (!file.equals(STANDARD_INPUT) && Files.isDirectory(Path.of(file))) {
        throw new IllegalArgumentException(
            file + ": is a directory; to keep all that it holds, use snapshot --content " + file);
      }
      if (!file.equals(STANDARD_INPUT) && Files.notExists(Path.of(file))) {
        throw new NoSuchFileException(file);
      }
    }
  }
}
