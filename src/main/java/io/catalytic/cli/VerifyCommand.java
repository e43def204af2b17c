package io.catalytic.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catalytic.digest.Hash;
import io.catalytic.digest.Json;
import io.catalytic.domain.Difference;
import io.catalytic.domain.Domain;
import io.catalytic.domain.Manifest;
import io.catalytic.domain.RefusedPathsException;
import io.catalytic.domain.Snapshot;
import io.catalytic.domain.SnapshotIndex;
import io.catalytic.job.Workspace;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.StoreMissingException;
import io.catalytic.store.Stores;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code verify DIR ROOT}: whether a directory has a root, and if not, what differs. */
@Command(
    name = "verify",
    description = {
      "Read a directory and tell whether it has this root.",
      "If not: exit code 5, and every path that was added, removed or changed."
    })
final class VerifyCommand implements Callable<Integer> {
  @Mixin private final Output output = new Output();

  @Parameters(index = "0", paramLabel = "DIR", description = "The directory.")
  private Path directory = Path.of("");

  @Parameters(index = "1", paramLabel = "ROOT", description = "The root: 64 hex digits.")
  private String root = "";

  @Mixin private final StoreOption store = new StoreOption();

  @Override
  public Integer call() throws IOException {
    Hash expected = Hash.parse(root);
    Workspace workspace = store.workspace();
    Domain domain = Domain.of(directory, workspace.own());
    try (ObjectStore objects = open(workspace.store())) {
      Optional<SnapshotIndex.Known> known = new SnapshotIndex(objects).find(expected);
      if (known.isPresent()) {
        domain = domain.leavingOut(known.get().leftOut());
      }
      Snapshot now;
      try {
        now = Snapshot.take(domain);
      } catch (RefusedPathsException e) {
        output.remark(String.valueOf(e.getMessage()));
        return ExitCode.NOT_RESTORED;
      }
      boolean same = now.root().hash().equals(expected);
      Optional<List<Difference>> differences =
          same ? Optional.of(List.of()) : differences(objects, known, now);
      print(now, same, differences);
      return same ? ExitCode.OK : ExitCode.NOT_RESTORED;
    }
  }

  /** A root can be checked without any store, unless one was named. */
  private ObjectStore open(String location) throws IOException {
    try {
      return Stores.openExisting(location);
    } catch (StoreMissingException e) {
      if (store.given().isPresent()) {
        throw e;
      }
      return Stores.inMemory();
    }
  }

  /** Returns empty if the store does not know what the root stands for. */
  private static Optional<List<Difference>> differences(
      ObjectStore objects, Optional<SnapshotIndex.Known> known, Snapshot now) throws IOException {
    if (known.isEmpty()) {
      return Optional.empty();
    }
    try (InputStream manifest = objects.open(known.get().manifest().hash())) {
      return Optional.of(now.since(Manifest.read(manifest)));
    }
  }

  private void print(Snapshot now, boolean same, Optional<List<Difference>> differences) {
    if (output.isJson()) {
      output.object(toJson(now, same, differences));
      return;
    }
    differences.ifPresent(all -> all.forEach(difference -> output.text("%s%n", line(difference))));
    output.text(
        "%s: %s %s%n", directory, same ? "verified" : "DIFFERS, its root is", now.root().hash());
    if (differences.isEmpty()) {
      output.remark(
          "the store has no manifest of that root, so what differs can't be told;"
              + " name the store of the snapshot with --store");
    }
  }

  /** Returns a difference as a line for people. */
  static String line(Difference difference) {
    String fields =
        difference.fields().isEmpty() ? "" : " (" + String.join(", ", difference.fields()) + ")";
    String path = difference.path().isRoot() ? "." : difference.path().display();
    return String.format(Locale.ROOT, "%-8s %s%s", difference.change().wireName(), path, fields);
  }

  private static ObjectNode toJson(
      Snapshot now, boolean same, Optional<List<Difference>> differences) {
    ObjectNode line = Json.object().put("verified", same).put("root", now.root().hash().hex());
    if (differences.isEmpty()) {
      return line.putNull("differences");
    }
    ArrayNode array = line.putArray("differences");
    differences.get().forEach(difference -> array.add(difference.toJson()));
    return line;
  }
}
