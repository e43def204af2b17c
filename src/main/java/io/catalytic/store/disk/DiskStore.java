package io.catalytic.store.disk;

import io.catalytic.digest.Digest;
import io.catalytic.digest.Hash;
import io.catalytic.store.CheckedRefs;
import io.catalytic.store.Finding;
import io.catalytic.store.Fsck;
import io.catalytic.store.FsckOptions;
import io.catalytic.store.FsckReport;
import io.catalytic.store.GcOptions;
import io.catalytic.store.GcReport;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.Refs;
import io.catalytic.store.StoreSettings;
import io.catalytic.store.StoreStats;
import io.catalytic.store.WriteBatch;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A store in a directory.
 *
 * <p>Opening reads, and writes only what a new store needs; the place for unfinished files is
 * claimed with the first batch or ref, and what dead processes left is swept then. Thread-safe.
 */
final class DiskStore implements ObjectStore {
  private final StoreLayout layout;
  private final ExplainedDisk disk;
  private final DiskOptions options;
  private final Directories directories;
  private final Blobs blobs;
  private final Refs refs;
  private @Nullable TempSpace temp;
  private boolean closed;

  private DiskStore(StoreLayout layout, ExplainedDisk disk, DiskOptions options) {
    this.layout = layout;
    this.disk = disk;
    this.options = options;
    directories = new Directories(disk, layout.root());
    Quarantine quarantine = new Quarantine(layout, disk, directories);
    Condemned condemned = new Condemned(layout, disk, directories);
    blobs = new Blobs(layout, disk, quarantine, condemned, this::newTempName, this::newRescue);
    refs = new CheckedRefs(new DiskRefs(layout, disk, directories, this::newTempName));
  }

  /**
   * Opens the store in a directory; makes one if the directory is empty or not there.
   *
   * @throws IOException also if the directory holds anything else, or a store of a newer version
   */
  static DiskStore open(Path directory, Disk disk, DiskOptions options) throws IOException {
    StoreLayout layout = new StoreLayout(directory.toAbsolutePath().normalize());
    ExplainedDisk explained = new ExplainedDisk(disk, layout);
    StoreFormat.establish(layout, explained);
    explained.established();
    return on(layout, explained, options);
  }

  /** Returns a store in a directory that is known to be one. */
  static DiskStore on(StoreLayout layout, ExplainedDisk disk, DiskOptions options) {
    return new DiskStore(layout, disk, options);
  }

  @Override
  public WriteBatch begin() throws IOException {
    return begin(blobs.forBatch());
  }

  /** Begins a batch that relies only on what it is told is there. */
  WriteBatch begin(DiskBatch.Known known) throws IOException {
    temp(); // first: from then on no cleaning deletes what the batch will find there already
    blobs.packs().refreshForBatch();
    return newBatch(known);
  }

  /** Begins a batch for what has to be saved of a pack that goes away. */
  private WriteBatch newRescue() throws IOException {
    return newBatch(new GoodCopies(blobs, true));
  }

  private WriteBatch newBatch(DiskBatch.Known known) throws IOException {
    return new DiskBatch(layout, disk, blobs, known, temp(), directories, options.with(settings()));
  }

  private Path newTempName() throws IOException {
    return temp().newName();
  }

  /** Returns this open store's own place, which is also what shows others that a writer lives. */
  synchronized TempSpace temp() throws IOException {
    if (closed) {
      throw new IllegalStateException("the store in " + layout.root() + " is closed");
    }
    if (temp == null) {
      Directories.Forcing forcing = directories.forcing();
      forcing.require(layout.tmp());
      forcing.force();
      TempSpace.sweep(layout.tmp(), disk);
      temp = disk.explain("write", layout.tmp(), () -> TempSpace.claim(layout.tmp(), disk));
    }
    return temp;
  }

  @Override
  public Optional<Digest> find(Hash hash) throws IOException {
    return blobs.find(hash);
  }

  @Override
  public InputStream open(Hash hash) throws IOException {
    return blobs.open(hash);
  }

  @Override
  public Refs refs() {
    return refs;
  }

  @Override
  public GcReport gc(GcOptions gcOptions) throws IOException {
    return new GarbageCollection(layout, disk, options, gcOptions).run();
  }

  /** Returns the blobs, for the collector. */
  Blobs blobs() {
    return blobs;
  }

  @Override
  public StoreSettings settings() throws IOException {
    return StoreSettings.read(refs).orElse(options.settings());
  }

  @Override
  public StoreStats stats() throws IOException {
    return blobs.stats();
  }

  @Override
  public FsckReport fsck(FsckOptions check, Consumer<Finding> findings) throws IOException {
    return new Fsck(this, blobs.scan(), check, findings).run();
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
