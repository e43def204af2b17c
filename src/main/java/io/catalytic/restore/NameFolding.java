package io.catalytic.restore;

import io.catalytic.digest.Hash;
import io.catalytic.digest.Hasher;
import io.catalytic.domain.Entry;
import io.catalytic.domain.Handle;
import io.catalytic.domain.RawPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Which names a file system takes for the same.
 *
 * @param cases whether {@code a} and {@code A} are
 * @param forms whether the composed and the decomposed form of {@code é} are
 */
record NameFolding(boolean cases, boolean forms) {
  private static final String COMPOSED = "\u00e9";
  private static final String DECOMPOSED = "e\u0301";

  /** Finds out, in a directory without these names. */
  static NameFolding probe(Handle directory) throws IOException {
    return new NameFolding(
        isSame(directory, "case-probe", "CASE-PROBE"),
        isSame(directory, "form-" + COMPOSED, "form-" + DECOMPOSED));
  }

  private static boolean isSame(Handle directory, String one, String other) throws IOException {
    byte[] first = one.getBytes(StandardCharsets.UTF_8);
    byte[] second = other.getBytes(StandardCharsets.UTF_8);
    Files.createFile(directory.child(first));
    boolean same = false;
    try {
      Files.createFile(directory.child(second));
    } catch (FileAlreadyExistsException e) {
      same = true;
    }
    Files.delete(directory.child(first));
    Files.deleteIfExists(directory.child(second));
    return same;
  }

  /** Returns whether all names are different here that are different bytes. */
  boolean isNone() {
    return !cases && !forms;
  }

  /** Looks for paths that are the same here. Holds 200 bytes or so for each path that it sees. */
  static final class Collisions implements Consumer<Entry> {
    private final NameFolding folding;
    private final Map<Hash, RawPath> seen = new HashMap<>();
    private final List<String> found = new ArrayList<>();

    Collisions(NameFolding folding) {
      this.folding = folding;
    }

    @Override
    public void accept(Entry entry) {
      RawPath path = entry.path();
      RawPath before = seen.putIfAbsent(folding.key(path), path);
      if (before != null) {
        found.add(before.display() + " and " + path.display() + " are one name here");
      }
    }

    List<String> found() {
      return found;
    }
  }

  /** Returns the same for paths that are the same; an invalid name is only the same as itself. */
  private Hash key(RawPath path) {
    Optional<String> text = path.utf8();
    if (text.isEmpty()) {
      return path.key();
    }
    String folded = text.get();
    if (forms) {
      folded = Normalizer.normalize(folded, Normalizer.Form.NFD);
    }
    if (cases) {
      folded = folded.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }
    return Hasher.sha256(folded.getBytes(StandardCharsets.UTF_8));
  }
}
