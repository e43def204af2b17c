package io.catalytic.store.disk;

import io.catalytic.digest.Digest;
import io.catalytic.digest.Hash;
import io.catalytic.store.pack.ByteSink;
import io.catalytic.store.pack.HashingCopy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The blobs of a batch that get a file each. For one thread. */
final class LooseBatch {
  private final StoreLayout layout;
  private final Disk disk;
  private final TempSpace temp;
  private final Map<Hash, Path> written = new LinkedHashMap<>();

  LooseBatch(StoreLayout layout, Disk disk, TempSpace temp) {
    this.layout = layout;
    this.disk = disk;
    this.temp = temp;
  }

  /** Decides, once a blob's digest is known, whether it has to be kept. */
  interface Filter {

    /** Returns whether the blob is neither in the batch nor in the store yet. */
    boolean isNew(Digest digest) throws IOException;
  }

  /**
   * Writes some bytes and then a stream to a temporary file, and forgets them again if the blob is
   * not new.
   */
  Digest add(byte[] head, InputStream rest, Filter filter) throws IOException {
    Path file = temp.newName();
    Digest digest;
    try (ByteSink out = disk.create(file)) {
      digest = HashingCopy.copy(head, rest, out);
      if (filter.isNew(digest)) {
        out.force();
        written.put(digest.hash(), file);
        return digest;
      }
    } catch (IOException e) {
      abandon(file, e);
      throw e;
    }
    disk.delete(file);
    return digest;
  }

  /** Renames all of them into place. */
  void publish(Directories.Forcing forcing) throws IOException {
    for (Map.Entry<Hash, Path> entry : written.entrySet()) {
      Path file = layout.loose(entry.getKey());
      Path parent = file.resolveSibling("");
      forcing.require(parent);
      disk.rename(entry.getValue(), file);
      forcing.changed(parent);
    }
    written.clear();
  }

  /** Deletes what was not published. */
  void discard() throws IOException {
    IOException failure = null;
    for (Path file : written.values()) {
      try {
        disk.delete(file);
      } catch (NoSuchFileException e) {
        // Published, before a commit failed at the next one.
      } catch (IOException e) {
        failure = e;
      }
    }
    written.clear();
    if (failure != null) {
      throw failure;
    }
  }

  private void abandon(Path file, IOException failure) {
    try {
      disk.delete(file);
    } catch (NoSuchFileException e) {
      // It did not come to be.
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }
}
