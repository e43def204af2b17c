package io.catalytic.domain;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Where other file systems are mounted inside a domain. */
public final class MountPoints {
  private static final Path TABLE = Path.of("/proc/self/mountinfo");
  private static final int MOUNT_POINT = 4;

  private MountPoints() {}

  /**
   * Returns the paths inside a directory on which something is mounted, be it a part of the same
   * file system.
   *
   * @param directory held, so that its present name is known
   */
  public static Set<RawPath> inside(Handle directory) throws IOException {
    byte[] base = PathBytes.ofTarget(Files.readSymbolicLink(directory.path()));
    int start = base.length == 1 ? 1 : base.length + 1;
    Set<RawPath> inside = new TreeSet<>();
    for (byte[] point : all()) {
      if (point.length > start
          && point[start - 1] == '/'
          && Arrays.equals(point, 0, base.length, base, 0, base.length)) {
        inside.add(RawPath.of(Arrays.copyOfRange(point, start, point.length)));
      }
    }
    return inside;
  }

  /**
   * Returns where the file system is mounted that a path lies on, or would lie on if there is
   * nothing there.
   *
   * @param path an absolute one, with links resolved
   */
  public static Path above(Path path) throws IOException {
    Path nearest = path.getRoot();
    for (byte[] point : all()) {
      Path candidate = Path.of(new String(point, StandardCharsets.UTF_8));
      if (path.startsWith(candidate) && candidate.startsWith(nearest)) {
        nearest = candidate;
      }
    }
    return nearest;
  }

  private static List<byte[]> all() throws IOException {
    return Files.readAllLines(TABLE, StandardCharsets.ISO_8859_1).stream()
        .map(line -> unescaped(line.split(" ", MOUNT_POINT + 2)[MOUNT_POINT]))
        .toList();
  }

  /** Blanks and backslashes stand as {@code \040}. */
  private static byte[] unescaped(String field) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(field.length());
    for (int i = 0; i < field.length(); i++) {
      char ch = field.charAt(i);
      if (ch == '\\') {
        bytes.write(Integer.parseInt(field, i + 1, i + 4, 8));
        i += 3;
      } else {
        bytes.write(ch);
      }
    }
    return bytes.toByteArray();
  }
}
