package io.catalytic.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What {@code find} says of a directory: another program, with no limit to a path's length. */
final class Find {
  private static final int FIELDS = 5;

  private Find() {}

  /**
   * Returns type, mode, size and target of each path; the size of a directory, and the mode of a
   * link, are the file system's own affair. Paths are Latin-1 text of raw bytes.
   */
  static Map<String, String> state(Path directory) throws IOException {
    Process find =
        new ProcessBuilder("find", directory.toString(), "-printf", "%P\\0%y\\0%m\\0%s\\0%l\\0")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String out = new String(find.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    String[] fields = out.split("\0", -1);
    Map<String, String> state = new TreeMap<>();
    for (int i = 0; i + FIELDS < fields.length; i += FIELDS) {
      String type = fields[i + 1];
      state.put(
          fields[i],
          switch (type) {
            case "d" -> "d " + fields[i + 2];
            case "l" -> "l " + fields[i + 4];
            default -> type + " " + fields[i + 2] + " " + fields[i + 3];
          });
    }
    assertThat(state).as("what find says of %s", directory).isNotEmpty();
    return state;
  }

  /** Returns the paths of all that is no directory. */
  static Set<String> files(Path directory) throws IOException {
    return state(directory).entrySet().stream()
        .filter(entry -> !entry.getValue().startsWith("d"))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }
}
