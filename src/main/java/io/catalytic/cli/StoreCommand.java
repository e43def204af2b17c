package io.catalytic.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catalytic.digest.Digest;
import io.catalytic.digest.Hash;
import io.catalytic.digest.Json;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.StoreStats;
import io.catalytic.store.Stores;
import io.catalytic.store.WriteBatch;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code store …}: blobs by hand. */
@Command(
    name = "store",
    description = "Put blobs into the store and get them back; keep the store in order.",
    subcommands = {
      RefsCommand.class,
      ForgetCommand.class,
      GcCommand.class,
      FsckCommand.class,
      StoreConfigCommand.class
    })
final class StoreCommand {

  @Command(
      name = "put",
      description = "Keep files, or - for standard input. A line each: hash, bytes, file.")
  int put(
      @Parameters(arity = "1..*", paramLabel = "FILE", description = "Files, or -.")
          List<String> files,
      @Mixin StoreOption store,
      @Mixin Output output)
      throws IOException {
    GivenFiles.require(files);
    List<Digest> digests = new ArrayList<>();
    try (ObjectStore objects = Stores.open(store.workspace().store());
        WriteBatch batch = objects.begin()) {
      for (String file : files) {
        try (InputStream bytes =
            file.equals("-") ? System.in : Files.newInputStream(Path.of(file))) {
          digests.add(batch.put(bytes));
        }
      }
      batch.commit();
    }
    for (int i = 0; i < files.size(); i++) {
      Digest digest = digests.get(i);
      if (output.isJson()) {
        output.object(json(digest).put("file", files.get(i)));
      } else {
        output.text("%s  %d  %s%n", digest.hash(), digest.size(), files.get(i));
      }
    }
    return ExitCode.OK;
  }

  @Command(name = "get", description = "Write a blob to standard output, or to a file.")
  int get(
      @Parameters(paramLabel = "HASH", description = "64 hex digits.") String hash,
      @Option(
              names = {"-o", "--output"},
              paramLabel = "FILE",
              description = "Write to a new file.")
          @Nullable Path file,
      @Mixin StoreOption store)
      throws IOException {
    try (ObjectStore objects = Stores.openExisting(store.workspace().store());
        InputStream bytes = objects.open(Hash.parse(hash))) {
      if (file == null) {
        // Bare, since System.out keeps quiet about a disk that is full.
        bytes.transferTo(new FileOutputStream(FileDescriptor.out));
      } else {
        NewFile.write(bytes, file);
      }
    }
    return ExitCode.OK;
  }

  @Command(name = "has", description = "Exit with 0 if the store has the blob, else with 1.")
  int has(
      @Parameters(paramLabel = "HASH", description = "64 hex digits.") String hash,
      @Mixin StoreOption store,
      @Mixin Output output)
      throws IOException {
    try (ObjectStore objects = Stores.openExisting(store.workspace().store())) {
      Optional<Digest> found = objects.find(Hash.parse(hash));
      if (output.isJson()) {
        ObjectNode line = found.map(StoreCommand::json).orElse(Json.object().put("digest", hash));
        output.object(line.put("present", found.isPresent()));
      }
      return found.isPresent() ? ExitCode.OK : ExitCode.FAILED;
    }
  }

  @Command(
      name = "stats",
      description = "Count the store's blobs and bytes, and the bytes that they take on disk.")
  int stats(@Mixin StoreOption store, @Mixin Output output) throws IOException {
    try (ObjectStore objects = Stores.openExisting(store.workspace().store())) {
      print(objects.stats(), output);
    }
    return ExitCode.OK;
  }

  private static void print(StoreStats stats, Output output) {
    StoreStats.Packs packs = stats.packs();
    StoreStats.Loose loose = stats.loose();
    if (!output.isJson()) {
      output.text(
          "%d blobs, %d bytes, %d quarantined%n",
          stats.blobs(), stats.bytes(), stats.quarantined());
      output.text("stored in %d bytes:%n", stats.stored());
      output.text(
          "  %d packs: %d blobs (%d compressed), %d bytes in %d%n",
          packs.count(), packs.blobs(), packs.compressed(), packs.bytes(), packs.stored());
      output.text("  %d loose objects: %d bytes%n", loose.count(), loose.stored());
      if (stats.condemned() > 0) {
        output.text("  set aside by gc: %d bytes%n", stats.condemned());
      }
      return;
    }
    ObjectNode line =
        Json.object()
            .put("blobs", stats.blobs())
            .put("bytes", stats.bytes())
            .put("quarantined", stats.quarantined())
            .put("stored", stats.stored())
            .put("condemned", stats.condemned());
    line.putObject("packs")
        .put("count", packs.count())
        .put("blobs", packs.blobs())
        .put("compressed", packs.compressed())
        .put("bytes", packs.bytes())
        .put("stored", packs.stored());
    line.putObject("loose").put("count", loose.count()).put("stored", loose.stored());
    output.object(line);
  }

  private static ObjectNode json(Digest digest) {
    return Json.object().put("digest", digest.hash().hex()).put("size", digest.size());
  }
}
