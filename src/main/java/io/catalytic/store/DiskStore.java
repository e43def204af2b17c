package io.catalytic.store;

import io.catalytic.digest.Digest;
import io.catalytic.digest.Hash;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A store in a directory.
 *
 * <p>Opening reads, and writes only what a new store needs; the place for unfinished files is
 * claimed with the first batch or ref, and what dead processes left is swept then. Thread-safe.
 */
final class DiskStore implements ObjectStore {
  private final StoreLayout layout;
  private final Disk disk;
  private final Directories directories;
  private final LooseObjects loose;
  private final Quarantine quarantine;
  private final Refs refs;
  private @Nullable TempSpace temp;
  private boolean closed;

  private DiskStore(StoreLayout layout, Disk disk) {
    this.layout = layout;
    this.disk = disk;
    directories = new Directories(disk, layout.root());
    loose = new LooseObjects(layout, disk);
    quarantine = new Quarantine(layout, disk, directories);
    refs = new DiskRefs(layout, disk, directories, () -> temp().newName());
  }

  /**
   * Opens the store in a directory; makes one if the directory is empty or not there.
   *
   * @throws IOException also if the directory holds anything else, or a store of a newer version
   */
  static DiskStore open(Path directory, Disk disk) throws IOException {
    StoreLayout layout = new StoreLayout(directory.toAbsolutePath().normalize());
    StoreFormat.establish(layout, disk);
    return new DiskStore(layout, disk);
  }

  @Override
  public WriteBatch begin() throws IOException {
    return new DiskBatch(layout, disk, loose, temp(), directories);
  }

  private synchronized TempSpace temp() throws IOException {
    if (closed) {
      throw new IllegalStateException("the store in " + layout.root() + " is closed");
    }
    if (temp == null) {
      Directories.Forcing forcing = directories.forcing();
      forcing.require(layout.tmp());
      forcing.force();
      TempSpace.sweep(layout.tmp(), disk);
      temp = TempSpace.claim(layout.tmp(), disk);
    }
    return temp;
  }

  @Override
  public Optional<Digest> find(Hash hash) throws IOException {
    return loose.find(hash);
  }

  @Override
  public InputStream open(Hash hash) throws IOException {
    Path file = layout.loose(hash);
    try {
      RegionStream in = new RegionStream(disk.open(file), 0, Long.MAX_VALUE);
      return new VerifyingStream(in, hash, actual -> corrupt(hash, file, actual));
    } catch (NoSuchFileException e) {
      throw new BlobMissingException(hash);
    }
  }

  private BlobCorruptException corrupt(Hash hash, Path file, Digest actual) {
    BlobCorruptException corrupt =
        new BlobCorruptException(hash, file.toString(), "its bytes are those of " + actual);
    try {
      quarantine.setAside(hash);
    } catch (IOException e) {
      corrupt.addSuppressed(e);
    }
    return corrupt;
  }

  @Override
  public Refs refs() {
    return refs;
  }

  @Override
  public StoreStats stats() throws IOException {
    long[] sum = new long[2];
    loose.forEach(
        digest -> {
          sum[0]++;
          sum[1] += digest.size();
        });
    return new StoreStats(sum[0], sum[1], quarantine.count());
  }

  @Override
  public synchronized void close() throws IOException {
    closed = true;
    if (temp != null) {
      temp.close();
      temp = null;
    }
  }
}
