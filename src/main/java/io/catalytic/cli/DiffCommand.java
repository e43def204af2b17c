package io.catalytic.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catalytic.digest.Hash;
import io.catalytic.digest.Json;
import io.catalytic.domain.Difference;
import io.catalytic.domain.Domain;
import io.catalytic.domain.Entry;
import io.catalytic.domain.Manifest;
import io.catalytic.domain.ManifestDiff;
import io.catalytic.domain.Snapshot;
import io.catalytic.domain.SnapshotDiff;
import io.catalytic.domain.SnapshotIndex;
import io.catalytic.job.Workspace;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.Stores;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code diff A B}: what differs between two roots, two directories, or one of each. */
@Command(
    name = "diff",
    description = {
      "List every path that was added, removed or changed on the way from A to B.",
      "Each is a root that the store knows, or a directory, which is read now. Of two roots only"
          + " what differs is read.",
      "The exit code is 0 whether they differ or not, unless --exit-code is given."
    })
final class DiffCommand implements Callable<Integer> {
  @Mixin private final Output output = new Output();

  @Parameters(
      index = "0",
      paramLabel = "A",
      description =
          "A root, 64 hex digits or its first ones (at least 4), or a directory. Where a directory"
              + " has such a name, write ./NAME.")
  private String before = "";

  @Parameters(index = "1", paramLabel = "B", description = "As A.")
  private String after = "";

  @Option(names = "--exit-code", description = "End with exit code 5 if they differ.")
  private boolean exitCode;

  @Mixin private final StoreOption store = new StoreOption();

  private long count;

  @Override
  public Integer call() throws IOException {
    Workspace workspace = store.workspace();
    boolean rootFirst = isRoot(before);
    boolean rootSecond = isRoot(after);
    if (!rootFirst && !rootSecond) {
      Snapshot was = Snapshot.take(Domain.of(Path.of(before), workspace.own()));
      Snapshot is = Snapshot.take(Domain.of(Path.of(after), workspace.own()));
      is.since(was.entries().iterator()).forEach(this::print);
      return code();
    }
    try (ObjectStore objects = Stores.openExisting(workspace.store())) {
      SnapshotIndex index = new SnapshotIndex(objects);
      if (rootFirst && rootSecond) {
        compare(objects, index.named(before), index.named(after));
        return code();
      }
      SnapshotIndex.Known known = index.named(rootFirst ? before : after);
      Domain domain = Domain.of(Path.of(rootFirst ? after : before), workspace.own());
      compare(objects, known, Snapshot.take(domain.leavingOut(known.leftOut())), rootFirst);
      return code();
    }
  }

  private int code() {
    return exitCode && count > 0 ? ExitCode.NOT_RESTORED : ExitCode.OK;
  }

  private void compare(ObjectStore objects, SnapshotIndex.Known was, SnapshotIndex.Known is)
      throws IOException {
    new SnapshotDiff(objects).compare(was, is, this::print);
    if (!was.leftOut().equals(is.leftOut())) {
      output.remark(
          "the two did not leave out the same paths, and what was left out of one may be all that"
              + " differs: "
              + was.leftOut()
              + " and "
              + is.leftOut());
    }
  }

  private void compare(
      ObjectStore objects, SnapshotIndex.Known known, Snapshot now, boolean rootFirst)
      throws IOException {
    if (known.root().equals(now.root())) {
      return;
    }
    try (InputStream manifest = objects.open(known.manifest().hash())) {
      Iterator<Entry> kept = Manifest.read(manifest);
      Iterator<Entry> read = now.entries().iterator();
      ManifestDiff.compare(rootFirst ? kept : read, rootFirst ? read : kept, this::print);
    } catch (UncheckedIOException e) {
      throw new IOException("the manifest can't be read: " + e.getMessage(), e);
    }
  }

  /** A directory wins over the first digits of a root, never over a whole one. */
  private static boolean isRoot(String text) {
    if (Hash.isHex(text)) {
      return true;
    }
    boolean directory = Files.isDirectory(Path.of(text));
    if (!directory && !text.matches("[0-9a-f]{4,64}")) {
      throw new IllegalArgumentException(
          text + ": is neither a directory nor a root (64 hex digits, or its first 4 or more)");
    }
    return !directory;
  }

  private void print(Difference difference) {
    count++;
    if (output.isJson()) {
      ObjectNode line = Json.object().put("schema_version", "1.0");
      output.object(line.setAll(difference.toJson()));
    } else {
      output.text("%s%n", VerifyCommand.line(difference));
    }
  }
}
