package io.catalytic.job;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * A file that a user named.
 *
 * @param name as messages show it
 * @param text all of it
 */
record SpecFile(String name, String text) {
  static final int MAX_BYTES = 1 << 20;
  private static final Pattern BUILT_IN = Pattern.compile("[a-z0-9-]+");

  /**
   * Finds a built-in file (a bare name such as {@code direct}) or reads the one at a path.
   *
   * @param folder where built-in ones are, as {@code runner-configs}
   */
  static SpecFile find(String nameOrPath, String folder) throws SpecException {
    boolean mayBeBuiltIn = BUILT_IN.matcher(nameOrPath).matches();
    if (mayBeBuiltIn) {
      String resource = "/catalytic/" + folder + "/" + nameOrPath + ".yaml";
      try (InputStream in = SpecFile.class.getResourceAsStream(resource)) {
        if (in != null) {
          return of(folder + "/" + nameOrPath + ".yaml", in.readAllBytes());
        }
      } catch (IOException e) {
        throw fault(nameOrPath, "cannot be read from the program: " + e.getMessage());
      }
    }
    try {
      return read(nameOrPath, Path.of(nameOrPath), mayBeBuiltIn);
    } catch (InvalidPathException e) {
      throw fault(nameOrPath, "is not a path: " + e.getReason());
    } catch (IOException e) {
      throw fault(nameOrPath, "cannot be read: " + e.getMessage());
    }
  }

  /** Takes the bytes of a file: UTF-8, at most 1 MiB. */
  static SpecFile of(String name, byte[] bytes) throws SpecException {
    if (bytes.length > MAX_BYTES) {
      throw fault(name, "is over 1 MiB; that is no configuration");
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    try {
      return new SpecFile(name, StandardCharsets.UTF_8.newDecoder().decode(in).toString());
    } catch (CharacterCodingException e) {
      throw fault(name, "byte " + in.position() + " is not UTF-8; save it as UTF-8 text");
    }
  }

  private static SpecFile read(String name, Path path, boolean mayBeBuiltIn)
      throws IOException, SpecException {
    if (!Files.exists(path)) {
      throw fault(
          name,
          mayBeBuiltIn
              ? "there is no such file, nor anything built in of that name"
              : "there is no such file");
    }
    if (!Files.isRegularFile(path)) {
      throw fault(name, "is not a regular file; give a YAML file");
    }
    try (InputStream in = Files.newInputStream(path)) {
      return of(name, in.readNBytes(MAX_BYTES + 1));
    }
  }

  private static SpecException fault(String name, String message) {
    return new SpecException(name, "", message);
  }
}
