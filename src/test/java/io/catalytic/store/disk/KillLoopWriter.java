package io.catalytic.store.disk;

import io.catalytic.digest.Digest;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.WriteBatch;
import io.catalytic.store.pack.ByteSink;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * A process that commits batch after batch and says so, until it is killed. Run by {@link
 * KillLoopTest}.
 */
final class KillLoopWriter {
  private static final int LARGE = 140_000;

  private KillLoopWriter() {}

  /** Writes to the store in the first argument the batches that follow from the second. */
  public static void main(String[] arguments) throws IOException {
    long seed = Long.parseLong(arguments[1]);
    PrintStream out = System.out;
    Disk disk = new Telling(new LocalDisk(), out);
    try (DiskStore store =
        DiskStore.open(Path.of(arguments[0]), disk, new DiskOptions(1 << 17, 1L << 28))) {
      for (int number = 0; ; number++) {
        out.println("begin " + number);
        try (WriteBatch batch = store.begin()) {
          for (byte[] blob : blobs(seed, number)) {
            batch.put(blob);
          }
          out.println("committing " + number);
          batch.commit();
        }
        out.println("committed " + number);
      }
    }
  }

  /** Returns the blobs of one batch, the large one last. */
  static List<byte[]> blobs(long seed, int number) {
    Random random = new Random(seed * 1_000_003 + number);
    List<byte[]> blobs = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      byte[] blob = new byte[16 + random.nextInt(8_000)];
      random.nextBytes(blob);
      blobs.add(blob);
    }
    byte[] large = new byte[LARGE];
    random.nextBytes(large);
    blobs.add(large);
    return blobs;
  }

  /** Returns whether the blob is there, and reads it if so. */
  static boolean isThere(ObjectStore store, byte[] blob) throws IOException {
    Digest digest = Digest.of(blob);
    Optional<Digest> found = store.find(digest.hash());
    if (found.isEmpty()) {
      return false;
    }
    try (InputStream in = store.open(digest.hash())) {
      if (!Digest.of(in.readAllBytes()).equals(digest)) {
        throw new IOException("read another blob than " + digest);
      }
    }
    return true;
  }

  /** Says before each change of the disk that it comes, so that one can be killed there. */
  private static final class Telling extends PassingDisk {
    private final PrintStream out;

    Telling(Disk disk, PrintStream out) {
      super(disk);
      this.out = out;
    }

    private void tell() {
      out.println("step");
    }

    @Override
    public ByteSink create(Path file) throws IOException {
      tell();
      ByteSink output = super.create(file);
      return new ByteSink() {
        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
          tell();
          output.write(bytes, offset, length);
        }

        @Override
        public void force() throws IOException {
          tell();
          output.force();
        }

        @Override
        public void close() throws IOException {
          output.close();
        }
      };
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
      tell();
      super.rename(from, to);
    }

    @Override
    public void makeDirectory(Path directory) throws IOException {
      tell();
      super.makeDirectory(directory);
    }

    @Override
    public void forceDirectory(Path directory) throws IOException {
      tell();
      super.forceDirectory(directory);
    }

    @Override
    public void delete(Path path) throws IOException {
      tell();
      super.delete(path);
    }
  }
}
