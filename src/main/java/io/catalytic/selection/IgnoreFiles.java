package io.catalytic.selection;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Reads ignore files of a domain; never fails, but takes note. Thread-safe. */
final class IgnoreFiles {
  private static final int MAX_BYTES = 1 << 20;
  private static final int MAX_NOTICES = 100;

  /** The most bytes that Linux takes as a path. */
  static final int LONGEST = 4095;

  private final Path root;
  private final String rootUri;
  private final int rootLength;
  private final Set<String> notices = new TreeSet<>();
  private boolean more;

  IgnoreFiles(Path root) {
    this.root = root;
    String uri = root.toUri().toString();
    this.rootUri = uri.endsWith("/") ? uri : uri + "/";
    this.rootLength = root.toString().getBytes(StandardCharsets.UTF_8).length;
  }

  /** Returns the rules of the file at this path of the domain; none if there is no such file. */
  IgnoreFile read(String path) {
    if (path.length() > LONGEST
        || rootLength + 1 + path.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
      note("ignore files with paths of more than " + LONGEST + " bytes are not read");
      return IgnoreFile.EMPTY;
    }
    try {
      Path file = resolve(path);
      BasicFileAttributes attributes =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (!attributes.isRegularFile()) {
        // A directory of that name is nobody's mistake; a link may look like a rule file.
        return attributes.isDirectory() ? IgnoreFile.EMPTY : empty(path, "is not a regular file");
      }
      byte[] bytes;
      try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
        bytes = in.readNBytes(MAX_BYTES + 1);
      }
      return bytes.length > MAX_BYTES
          ? empty(path, "is over " + MAX_BYTES + " bytes")
          : parse(path, bytes);
    } catch (NoSuchFileException e) {
      return IgnoreFile.EMPTY;
    } catch (IOException e) {
      return empty(path, "cannot be read (" + e.getClass().getSimpleName() + ")");
    } catch (IllegalArgumentException e) {
      // No file can have such a name.
      return IgnoreFile.EMPTY;
    }
  }

  List<String> notices() {
    synchronized (notices) {
      List<String> all = new ArrayList<>(notices);
      if (more) {
        all.add("more than " + MAX_NOTICES + " ignore files were not, or not wholly, understood");
      }
      return all;
    }
  }

  private IgnoreFile parse(String path, byte[] bytes) {
    IgnoreFile file = IgnoreFile.parse(bytes);
    if (file.unreadableLines() > 0) {
      note(path + ": lines that are not UTF-8 are passed over: " + file.unreadableLines());
    }
    return file;
  }

  private IgnoreFile empty(String path, String why) {
    note(path + ": " + why + "; its rules do not apply");
    return IgnoreFile.EMPTY;
  }

  private void note(String sentence) {
    synchronized (notices) {
      if (notices.size() < MAX_NOTICES) {
        notices.add(sentence);
      } else if (!notices.contains(sentence)) {
        more = true;
      }
    }
  }

  /** By URI, since only that reaches every UTF-8 name whatever the machine's locale is. */
  private Path resolve(String path) {
    StringBuilder uri = new StringBuilder(rootUri);
    for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
      boolean plain = b == '/' || b == '.' || b == '-' || b == '_' || Character.isLetterOrDigit(b);
      uri.append(plain ? String.valueOf((char) b) : String.format("%%%02X", b));
    }
    return root.getFileSystem().provider().getPath(URI.create(uri.toString()));
  }
}
