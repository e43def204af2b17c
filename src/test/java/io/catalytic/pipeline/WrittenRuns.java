package io.catalytic.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import io.catalytic.digest.Json;
import io.catalytic.domain.Domain;
import io.catalytic.domain.RawPath;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.Stores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs that restored their domain, did not, put it back, and could not, over a domain with
 * something of everything: names that are not UTF-8, dead letters, skipped files, links,
 * directories, paths left out.
 */
final class WrittenRuns {
  private static final List<String> RUNS =
      List.of("restored", "not-restored", "repaired", "not-repaired", "stopped");

  private final Path temp;
  private final Path dir;

  WrittenRuns(Path temp) throws IOException {
    this.temp = temp;
    this.dir = temp.resolve("domain");
    Files.createDirectories(dir.resolve("sub/empty"));
    Files.writeString(dir.resolve("a.py"), "one\ntwo\n");
    Files.writeString(dir.resolve("same.py"), "one\ntwo\n");
    Files.writeString(dir.resolve("ไทย.txt"), "one\n");
    Files.writeString(dir.resolve("c.rb"), "x\n");
    Files.createSymbolicLink(dir.resolve("link"), Path.of("a.py"));
    Files.createDirectories(raw("%FFempty"));
    Files.writeString(raw("%FFlines.py"), "x\n");
    Files.writeString(raw("%FFfail.txt"), "!fail\n");
    Files.write(raw("%FFbinary"), new byte[] {1, 0, 2});
  }

  /** Runs all. */
  void make() throws IOException {
    stopped();
    Domain domain =
        Domain.of(dir, List.of(dir.resolve("own")))
            .leavingOut(List.of(RawPath.of(new byte[] {'o', (byte) 0xff})));
    TrialRun.run(domain, temp.resolve(RUNS.get(0)), 3, 3);
    changed(this::disturb, () -> TrialRun.run(domain, temp.resolve(RUNS.get(1)), 3, 3));
    Path other = Files.createDirectories(temp.resolve("other"));
    Files.writeString(other.resolve("a.txt"), "one\n");
    Domain second = Domain.of(other, List.of());
    changed(
        () -> write(other.resolve("a.txt")),
        () -> TrialRun.run(second, temp.resolve(RUNS.get(2)), 3, 3, true));
    // Another restoration seems to be at work: what it has is locked.
    Path staging = Files.createDirectory(other.resolve(".catalytic-restore-0123456789abcdef"));
    Path lock = Files.createFile(staging.resolve("lock"));
    try (FileChannel held = FileChannel.open(lock, StandardOpenOption.WRITE)) {
      held.lock();
      Domain third = second.leavingOut(List.of(RawPath.of(other.relativize(staging).toString())));
      changed(
          () -> write(other.resolve("a.txt")),
          () -> TrialRun.run(third, temp.resolve(RUNS.get(3)), 3, 3, true));
    }
  }

  /** A run that the model's server, the budget and the model itself let down. */
  private void stopped() throws IOException {
    Path other = Files.createDirectories(temp.resolve("stopped-domain"));
    Files.writeString(other.resolve("a.txt"), "one\n");
    Files.writeString(other.resolve("b.txt"), "!gone\n");
    Files.writeString(other.resolve("c.txt"), "!budget\n");
    Files.writeString(other.resolve("d.txt"), "!wrapped\n");
    Domain domain = Domain.of(other, List.of());
    try {
      changed(
          () -> ScriptedProvider.digest = "2",
          () -> TrialRun.run(domain, temp.resolve(RUNS.get(4)), 3, 3));
    } finally {
      ScriptedProvider.digest = "1";
    }
  }

  private static void write(Path file) {
    try {
      Files.writeString(file, "two\n", StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs over a domain that changes meanwhile. */
  private static void changed(Runnable change, Runnable run) {
    ScriptedProvider.CALLS.set(0);
    ScriptedProvider.onFirstCall = change;
    try {
      run.run();
    } finally {
      ScriptedProvider.onFirstCall = () -> {};
    }
  }

  private void disturb() {
    try {
      Files.writeString(dir.resolve("a.py"), "edited\n");
      Files.delete(raw("%FFbinary"));
      Files.delete(dir.resolve("c.rb"));
      Files.createDirectory(dir.resolve("c.rb"));
      String pipes = "mkfifo pipe \"$(printf '\\377pipe')\"";
      if (new ProcessBuilder("sh", "-c", pipes).directory(dir.toFile()).start().waitFor() != 0) {
        throw new IOException("no FIFO could be made");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A path of the domain by its percent-encoded name. */
  private Path raw(String name) {
    return Path.of(URI.create(dir.toUri() + name));
  }

  /** The JSON of one file that holds one value, in each run. */
  List<JsonNode> values(String file) throws IOException {
    List<JsonNode> values = new ArrayList<>();
    for (String run : RUNS) {
      values.add(Json.parse(Files.readString(temp.resolve(run).resolve(file))));
    }
    return values;
  }

  /** The lines of one file, in each run. */
  List<JsonNode> lines(String file) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String run : RUNS) {
      for (String line : Files.readAllLines(temp.resolve(run).resolve(file))) {
        lines.add(Json.parse(line));
      }
    }
    return lines;
  }

  /** What the store knows of each run's root. */
  List<JsonNode> snapshots() throws IOException {
    List<JsonNode> records = new ArrayList<>();
    ObjectStore store = Stores.open(temp.resolve("store").toString());
    for (JsonNode proof : values("proof.json")) {
      byte[] record = store.refs().read("roots/" + proof.at("/before/root").asText()).orElseThrow();
      records.add(Json.parse(new String(record, StandardCharsets.UTF_8)));
    }
    return records;
  }

  /** Copies a directory and all that is in it. */
  static void copyTree(Path from, Path to) throws IOException {
    try (var paths = Files.walk(from)) {
      for (Path path : paths.toList()) {
        Path copy = to.resolve(from.relativize(path).toString());
        if (Files.isDirectory(path)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(path, copy);
        }
      }
    }
  }

  /** Flips a bit of every copy of a text, wherever the store has it as a blob of its own. */
  static void flip(Path store, String text) throws IOException {
    try (var paths = Files.walk(store.resolve("packs"))) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        String bytes = Files.readString(path, StandardCharsets.ISO_8859_1);
        String changed = bytes.replace(text, text.replace('2', '3'));
        Files.delete(path); // packs are read-only
        Files.writeString(path, changed, StandardCharsets.ISO_8859_1);
      }
    }
  }
}
