package io.catalytic.exec;

import com.google.common.base.Splitter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What Linux tells of a process, {@code /proc/PID/stat}.
 *
 * @param state a letter, as {@code R}
 * @param startTicks when it started, since the machine did: with the number it names the process
 */
record ProcessStat(char state, long startTicks) {
  private static final int START_TICKS = 19;

  /** Returns what there is to tell of a process, or empty if there is none. */
  static Optional<ProcessStat> of(long pid) throws IOException {
    String text;
    try {
      byte[] bytes = Files.readAllBytes(Path.of("/proc/" + pid + "/stat"));
      text = new String(bytes, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      if (Files.notExists(Path.of("/proc/" + pid))) {
        return Optional.empty();
      }
      throw e;
    }
    // The program's name stands in parentheses before these, and may hold anything.
    List<String> fields =
        Splitter.on(' ').splitToList(text.substring(text.lastIndexOf(')') + 1).strip());
    return Optional.of(
        new ProcessStat(fields.get(0).charAt(0), Long.parseLong(fields.get(START_TICKS))));
  }

  /** Returns whether it runs no more, and only waits for its parent to take note. */
  boolean isOver() {
    return state == 'Z' || state == 'X';
  }
}
