package io.catalytic.store.disk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catalytic.digest.Json;
import io.catalytic.store.StoreRefusedException;
import io.catalytic.store.pack.ByteSink;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/**
 * The file {@code format.json}: {@code {"format":"catalytic-store","version":1}}.
 *
 * <p>It is the first thing in a store and the last that a stranger's directory would have by
 * chance: a directory that holds anything else is never adopted.
 */
final class StoreFormat {
  private static final String NAME = "catalytic-store";
  private static final int VERSION = 1;

  /** A format file that was not renamed yet: several processes may found one store at a time. */
  private static final String DRAFT = ".format-";

  private StoreFormat() {}

  /** Returns whether the directory is a store, of whatever version. */
  static boolean isThere(StoreLayout layout, Disk disk) throws IOException {
    for (Path path = layout.root(); path != null; path = path.getParent()) {
      if (Files.isRegularFile(path)) {
        return false; // nothing lies under a file
      }
    }
    return disk.size(layout.format()) != Disk.ABSENT || disk.isDirectory(layout.format());
  }

  /** Checks that the directory is a store that can be used, or makes one of an empty directory. */
  static void establish(StoreLayout layout, Disk disk) throws IOException {
    if (!isThere(layout, disk)) {
      found(layout, disk);
    }
    check(layout);
  }

  private static void found(StoreLayout layout, Disk disk) throws IOException {
    Path root = layout.root();
    makeRoot(root, disk);
    List<String> strange =
        disk.list(root).stream().filter(name -> !name.startsWith(DRAFT)).limit(3).toList();
    if (!strange.isEmpty()) {
      if (disk.size(layout.format()) != Disk.ABSENT) {
        return; // another process was faster
      }
      throw new StoreRefusedException(
          root
              + ": not a store, and not empty (it holds "
              + String.join(", ", strange)
              + "); name an empty or a new directory");
    }
    Path draft = root.resolve(DRAFT + UUID.randomUUID());
    try (ByteSink out = disk.create(draft)) {
      byte[] bytes = (Json.write(description()) + "\n").getBytes(StandardCharsets.UTF_8);
      out.write(bytes, 0, bytes.length);
      out.force();
    }
    publish(draft, layout, disk);
  }

  private static void publish(Path draft, StoreLayout layout, Disk disk) throws IOException {
    try {
      disk.rename(draft, layout.format());
    } catch (NoSuchFileException e) {
      if (disk.size(layout.format()) == Disk.ABSENT) {
        throw e;
      }
      // Another process founded the store and tidied this draft away.
    }
    for (String name : disk.list(layout.root())) {
      if (name.startsWith(DRAFT)) {
        deleteQuietly(layout.root().resolve(name), disk);
      }
    }
    disk.forceDirectory(layout.root());
  }

  private static void makeRoot(Path root, Disk disk) throws IOException {
    if (Files.isDirectory(root)) {
      return;
    }
    Path parent = root.getParent();
    if (parent != null) {
      makeRoot(parent, disk);
    }
    try {
      disk.makeDirectory(root);
    } catch (FileAlreadyExistsException e) {
      if (Files.isSymbolicLink(root) && !Files.exists(root)) {
        throw new StoreRefusedException(
            root
                + ": is a link to "
                + Files.readSymbolicLink(root)
                + ", which is not there; make that directory, or name another place");
      }
      if (!Files.isDirectory(root)) {
        throw new StoreRefusedException(
            root + ": is a file, not a directory; a store is a directory of its own");
      }
    }
    if (parent != null) {
      disk.forceDirectory(parent);
    }
  }

  private static void deleteQuietly(Path draft, Disk disk) throws IOException {
    try {
      disk.delete(draft);
    } catch (NoSuchFileException e) {
      // Its writer has just renamed it.
    }
  }

  private static ObjectNode description() {
    return Json.object().put("format", NAME).put("version", VERSION);
  }

  private static void check(StoreLayout layout) throws IOException {
    Path file = layout.format();
    if (Files.isDirectory(file)) {
      throw new StoreRefusedException(
          file + ": is a directory, so this is no store; name another place");
    }
    JsonNode node;
    try {
      node = Json.parse(Files.readAllBytes(file));
    } catch (JsonProcessingException e) {
      throw new StoreRefusedException(
          file + ": not JSON, so this is no store, or a damaged one: " + e.getOriginalMessage());
    }
    if (!NAME.equals(node.path("format").textValue())) {
      throw new StoreRefusedException(
          file + ": /format: must be \"" + NAME + "\"; got " + node.path("format"));
    }
    JsonNode version = node.path("version");
    if (!version.canConvertToInt() || !version.isIntegralNumber() || version.intValue() < 1) {
      throw new StoreRefusedException(
          file + ": /version: must be a whole number from 1; got " + version);
    }
    if (version.intValue() > VERSION) {
      throw new StoreRefusedException(
          file
              + ": /version: this store is of version "
              + version.intValue()
              + ", and this program knows only "
              + VERSION
              + "; use a newer program");
    }
  }
}
