package io.catalytic.store.disk;

import io.catalytic.digest.Digest;
import io.catalytic.store.pack.PackWriter;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The blobs of a batch that go into a pack, or into several where one would get too large. For one
 * thread.
 */
final class PackBatch {

  /** What a writer holds in memory of each blob, some 100 bytes, is bounded by this. */
  static final int MAX_COUNT = 1 << 18;

  private final StoreLayout layout;
  private final Disk disk;
  private final TempSpace temp;
  private final DiskOptions options;
  private final List<Path> finished = new ArrayList<>();
  private @Nullable PackWriter writer;
  private Path writing = Path.of("");

  PackBatch(StoreLayout layout, Disk disk, TempSpace temp, DiskOptions options) {
    this.layout = layout;
    this.disk = disk;
    this.temp = temp;
    this.options = options;
  }

  /** Adds a blob that is new. After a failure nothing but {@link #discard} makes sense. */
  void add(Digest digest, byte[] bytes) throws IOException {
    if (writer == null) {
      writing = temp.newName();
      writer = new PackWriter(disk.create(writing), options.settings().compression());
    }
    writer.add(digest, bytes);
    if (writer.dataLength() >= options.packLimit() || writer.count() >= MAX_COUNT) {
      finish();
    }
  }

  /** Writes the last index and makes everything durable, all still under temporary names. */
  void finish() throws IOException {
    if (writer != null) {
      writer.finish();
      finished.add(writing);
      writer = null;
    }
  }

  /** Renames the finished packs into place, one after another; returns their ids. */
  List<String> publish(Directories.Forcing forcing) throws IOException {
    List<String> ids = new ArrayList<>();
    if (finished.isEmpty()) {
      return ids;
    }
    forcing.require(layout.packs());
    for (Path file : finished) {
      String id = UUID.randomUUID().toString().replace("-", "");
      disk.rename(file, layout.pack(id));
      ids.add(id);
    }
    finished.clear();
    forcing.changed(layout.packs());
    return ids;
  }

  /** Deletes what was not published. */
  void discard() throws IOException {
    if (writer != null) {
      writer.close();
      finished.add(writing);
      writer = null;
    }
    IOException failure = null;
    for (Path file : finished) {
      try {
        disk.delete(file);
      } catch (NoSuchFileException e) {
        // Published, before a commit failed at the next one.
      } catch (IOException e) {
        failure = e;
      }
    }
    finished.clear();
    if (failure != null) {
      throw failure;
    }
  }
}
