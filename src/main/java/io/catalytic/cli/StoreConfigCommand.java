package io.catalytic.cli;

import io.catalytic.job.Workspace;
import io.catalytic.store.Compression;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.StoreSettings;
import io.catalytic.store.Stores;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code store config}: how a store keeps what it is given. */
@Command(
    name = "config",
    description = {
      "Show, or change, how the store keeps blobs from now on.",
      "Kept in the store, so that it holds for all who write to it. What is stored stays as it is."
    })
final class StoreConfigCommand implements Callable<Integer> {
  @Mixin private final Output output = new Output();

  @Mixin private final StoreOption store = new StoreOption();

  @Option(
      names = "--pack-below",
      paramLabel = "SIZE",
      converter = SizeConverter.class,
      description =
          "Blobs of fewer bytes share packs, as 65536 or 64KiB; from 0 (none) to 16MiB; 128KiB"
              + " unless changed.")
  private @Nullable Long packBelow;

  @Option(
      names = "--compression",
      paramLabel = "none|zstd",
      description = "Of the blobs in packs, each where it gets smaller; none unless changed.")
  private @Nullable String compression;

  @Override
  public Integer call() throws IOException {
    Workspace workspace = store.workspace();
    if (packBelow == null && compression == null) {
      try (ObjectStore objects = Stores.openExisting(workspace.store())) {
        print(objects.settings());
      }
      return ExitCode.OK;
    }
    changed(StoreSettings.DEFAULT); // before a store is made for nothing
    try (ObjectStore objects = Stores.open(workspace.store())) {
      boolean all = packBelow != null && compression != null;
      // What is replaced as a whole need not be readable.
      StoreSettings settings = changed(all ? StoreSettings.DEFAULT : objects.settings());
      objects.configure(settings);
      print(settings);
    }
    return ExitCode.OK;
  }

  private StoreSettings changed(StoreSettings old) {
    return new StoreSettings(
        packBelow == null ? old.packBelow() : packBelow,
        compression == null ? old.compression() : Compression.ofWireName(compression));
  }

  private void print(StoreSettings settings) {
    if (output.isJson()) {
      output.object(settings.toJson());
      return;
    }
    StoreSettings usual = StoreSettings.DEFAULT;
    output.text("pack_below   %d bytes (by default %d)%n", settings.packBelow(), usual.packBelow());
    output.text(
        "compression  %s (by default %s)%n",
        settings.compression().wireName(), usual.compression().wireName());
  }
}
