package io.catalytic.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.catalytic.digest.Hasher;
import io.catalytic.domain.Domain;
import io.catalytic.domain.RawPath;
import io.catalytic.domain.Snapshot;
import io.catalytic.domain.SnapshotIndex;
import io.catalytic.store.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A directory of a test, its snapshot in a store, and what another program says is in it. */
final class Tree {
  private static final int FIELDS = 5;

  private final Path directory;
  private final ObjectStore store;

  Tree(Path directory, ObjectStore store) {
    this.directory = directory;
    this.store = store;
  }

  Path path() {
    return directory;
  }

  /** Returns the file of a path whose names may be any bytes, as Latin-1 text. */
  Path file(String latin) {
    return file(directory, latin);
  }

  static Path file(Path directory, String latin) {
    try {
      return Domain.at(directory, List.of())
          .file(RawPath.of(latin.getBytes(StandardCharsets.ISO_8859_1)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns a path's raw bytes, a character each. */
  static String latin(RawPath path) {
    return new String(path.bytes(), StandardCharsets.ISO_8859_1);
  }

  Domain domain() throws IOException {
    return Domain.at(directory, List.of());
  }

  /** Takes a snapshot with contents. */
  SnapshotIndex.Known snapshot() throws IOException {
    Snapshot snapshot = Snapshot.takeInto(store, domain());
    SnapshotIndex index = new SnapshotIndex(store);
    index.add(snapshot, true);
    return index.find(snapshot.root().hash()).orElseThrow();
  }

  RestoreReport restore(SnapshotIndex.Known snapshot, RestoreOptions options) throws IOException {
    return restore(snapshot, options, RestoreListener.SILENT);
  }

  RestoreReport restore(
      SnapshotIndex.Known snapshot, RestoreOptions options, RestoreListener listener)
      throws IOException {
    return new Restorer(store, options, listener).restore(domain(), snapshot);
  }

  /** Restores with deletion; fails unless the root is proved. */
  void restoreWhole(SnapshotIndex.Known snapshot) throws IOException {
    RestoreReport report = restore(snapshot, RestoreOptions.DEFAULT.deleting(true));
    assertThat(report.restored()).as("%s", report).isTrue();
  }

  RestorePlan plan(SnapshotIndex.Known snapshot, RestoreOptions options) throws IOException {
    return new Restorer(store, options, RestoreListener.SILENT).plan(domain(), snapshot);
  }

  Map<String, String> state() throws IOException {
    return state(directory);
  }

  /**
   * Returns what {@code find} says of each path, and the hash of each file: by the path as Latin-1
   * text, so that every byte is a character.
   */
  static Map<String, String> state(Path directory) throws IOException {
    Process find =
        new ProcessBuilder("find", directory.toString(), "-printf", "%P\\0%y\\0%m\\0%s\\0%l\\0")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String out = new String(find.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    String[] fields = out.split("\0", -1);
    Map<String, String> state = new TreeMap<>();
    for (int i = 0; i + FIELDS <= fields.length - 1; i += FIELDS) {
      String type = fields[i + 1];
      String value =
          switch (type) {
            case "f" ->
                fields[i + 2]
                    + " "
                    + fields[i + 3]
                    + " "
                    + Hasher.sha256(Files.readAllBytes(file(directory, fields[i])));
            case "l" -> fields[i + 4];
            default -> fields[i + 2];
          };
      state.put(fields[i], type + " " + value);
    }
    return state;
  }

  static void run(String... command) throws IOException {
    try {
      assertThat(new ProcessBuilder(command).inheritIO().start().waitFor())
          .as(String.join(" ", command))
          .isZero();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /** Whether modes stop nobody here: there are trees that only root can make or read. */
  static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  static void chmod(int mode, Path file) throws IOException {
    Files.setAttribute(file, "unix:mode", mode);
  }
}
