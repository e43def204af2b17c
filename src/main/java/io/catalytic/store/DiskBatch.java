package io.catalytic.store;

import io.catalytic.digest.Digest;
import io.catalytic.digest.Hash;
import io.catalytic.digest.Hasher;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A batch of a store on disk: every blob waits in a file of its own, written and forced, until the
 * commit renames it into place.
 *
 * <p>The commit's order: rename all, then force the directories that they went to. A blob that the
 * store had already has its directory forced too: whoever put it may not have come that far yet.
 */
final class DiskBatch implements WriteBatch {

  /** Content up to this many bytes is hashed before anything is written. */
  private static final int IN_MEMORY = 1 << 17;

  private final StoreLayout layout;
  private final Disk disk;
  private final LooseObjects loose;
  private final TempSpace temp;
  private final Directories directories;
  private final Map<Hash, Path> written = new LinkedHashMap<>();
  private final Set<Digest> known = new LinkedHashSet<>();
  private boolean open = true;

  DiskBatch(
      StoreLayout layout, Disk disk, LooseObjects loose, TempSpace temp, Directories directories) {
    this.layout = layout;
    this.disk = disk;
    this.loose = loose;
    this.temp = temp;
    this.directories = directories;
  }

  @Override
  public Digest put(byte[] bytes) throws IOException {
    requireOpen();
    Digest digest = Digest.of(bytes);
    if (isNew(digest)) {
      Path file = temp.newName();
      try (Disk.Output out = disk.create(file)) {
        out.write(bytes, 0, bytes.length);
        out.force();
      } catch (IOException e) {
        throw abandoned(file, e);
      }
      written.put(digest.hash(), file);
    }
    return digest;
  }

  @Override
  public Digest put(InputStream bytes) throws IOException {
    requireOpen();
    byte[] head = bytes.readNBytes(IN_MEMORY + 1);
    return head.length <= IN_MEMORY ? put(head) : putLarge(head, bytes);
  }

  private Digest putLarge(byte[] head, InputStream rest) throws IOException {
    Path file = temp.newName();
    Digest digest;
    try (Disk.Output out = disk.create(file)) {
      Hasher hasher = new Hasher();
      byte[] buffer = head;
      for (int read = head.length; read >= 0; read = rest.read(buffer)) {
        hasher.update(buffer, 0, read);
        out.write(buffer, 0, read);
      }
      digest = hasher.finish();
      if (isNew(digest)) {
        out.force();
        written.put(digest.hash(), file);
        return digest;
      }
    } catch (IOException e) {
      throw abandoned(file, e);
    }
    disk.delete(file);
    return digest;
  }

  /** Returns whether the blob has to be written, and notes it if the store has it. */
  private boolean isNew(Digest digest) throws IOException {
    if (written.containsKey(digest.hash()) || known.contains(digest)) {
      return false;
    }
    if (has(digest)) {
      known.add(digest);
      return false;
    }
    return true;
  }

  /** Returns whether the store has the blob, as far as name and size tell. */
  private boolean has(Digest digest) throws IOException {
    return loose.find(digest.hash()).equals(Optional.of(digest));
  }

  @Override
  public void commit() throws IOException {
    requireOpen();
    open = false;
    Directories.Forcing forcing = directories.forcing();
    for (Map.Entry<Hash, Path> entry : written.entrySet()) {
      publish(entry.getValue(), layout.loose(entry.getKey()), forcing);
    }
    written.clear();
    for (Digest digest : known) {
      if (!has(digest)) {
        throw new IOException(
            "blob "
                + digest.hash()
                + " was in the store when it was put, and is there no more (set aside as corrupt,"
                + " or removed); put the batch again");
      }
      forcing.changed(parent(layout.loose(digest.hash())));
    }
    forcing.force();
  }

  private void publish(Path from, Path to, Directories.Forcing forcing) throws IOException {
    Path parent = parent(to);
    forcing.require(parent);
    disk.rename(from, to);
    forcing.changed(parent);
  }

  private static Path parent(Path file) {
    return file.resolveSibling("");
  }

  private IOException abandoned(Path file, IOException failure) {
    try {
      disk.delete(file);
    } catch (NoSuchFileException e) {
      // It did not come to be.
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
    return failure;
  }

  private void requireOpen() {
    if (!open) {
      throw new IllegalStateException("the batch was committed or closed; begin another");
    }
  }

  @Override
  public void close() throws IOException {
    open = false;
    IOException failure = null;
    for (Path file : written.values()) {
      try {
        disk.delete(file);
      } catch (NoSuchFileException e) {
        // The commit failed after it had renamed this one.
      } catch (IOException e) {
        failure = e;
      }
    }
    written.clear();
    if (failure != null) {
      throw failure;
    }
  }
}
