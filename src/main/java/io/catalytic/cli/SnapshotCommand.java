package io.catalytic.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catalytic.digest.Digest;
import io.catalytic.digest.Json;
import io.catalytic.domain.Domain;
import io.catalytic.domain.RawPathText;
import io.catalytic.domain.Snapshot;
import io.catalytic.domain.SnapshotIndex;
import io.catalytic.job.Workspace;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.Stores;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code snapshot DIR}: the root of a directory, and its manifest into the store. */
@Command(
    name = "snapshot",
    description = {
      "Print the root of a directory and keep its manifest in the store.",
      "The line is: root, entries, bytes, directory."
    })
final class SnapshotCommand implements Callable<Integer> {
  @Mixin private final Output output = new Output();

  @Parameters(paramLabel = "DIR", description = "The directory.")
  private Path directory = Path.of("");

  @Mixin private final StoreOption store = new StoreOption();

  @Option(
      names = "--content",
      description = "Keep the contents in the store too, so that the directory can be rebuilt.")
  private boolean content;

  @Override
  public Integer call() throws IOException {
    Workspace workspace = store.workspace();
    Domain domain = Domain.of(directory, workspace.own());
    try (ObjectStore objects = Stores.open(workspace.store())) {
      Snapshot snapshot = content ? Snapshot.takeInto(objects, domain) : Snapshot.take(domain);
      print(snapshot, new SnapshotIndex(objects).add(snapshot, content).manifest());
    }
    return ExitCode.OK;
  }

  private void print(Snapshot snapshot, Digest manifest) {
    String root = snapshot.root().hash().hex();
    long entries = snapshot.root().entries();
    long bytes = snapshot.root().fileBytes();
    if (!output.isJson()) {
      output.text("%s  %d  %d  %s%n", root, entries, bytes, directory);
      return;
    }
    ObjectNode line =
        Json.object()
            .put("root", root)
            .put("entries", entries)
            .put("bytes", bytes)
            .put("manifest", manifest.hash().hex());
    ArrayNode leftOut = line.putArray("left_out");
    snapshot.domain().leftOut().forEach(path -> RawPathText.put(leftOut.addObject(), path));
    output.object(line);
  }
}
