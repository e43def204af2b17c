package io.catalytic.store.disk;

import io.catalytic.store.pack.ByteSink;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Notes every operation that changes a disk, in order, and does it; nothing is really forced. */
final class RecordingDisk extends PassingDisk {
  private final List<Step> steps = new ArrayList<>();

  /** One operation. */
  sealed interface Step {
    /** A file was created. */
    record Create(Path file) implements Step {}

    /** Bytes were appended to a file. */
    record Write(Path file, ByteBuffer bytes) implements Step {}

    /** What a file holds was forced. */
    record Force(Path file) implements Step {}

    /** A name was changed. */
    record Rename(Path from, Path to) implements Step {}

    /** A directory was made. */
    record MakeDirectory(Path directory) implements Step {}

    /** The names in a directory were forced. */
    record ForceDirectory(Path directory) implements Step {}

    /** A name was removed. */
    record Delete(Path path) implements Step {}
  }

  RecordingDisk(Disk disk) {
    super(disk);
  }

  /** Returns all steps so far. */
  synchronized List<Step> steps() {
    return List.copyOf(steps);
  }

  private synchronized void note(Step step) {
    steps.add(step);
  }

  @Override
  public ByteSink create(Path file) throws IOException {
    ByteSink output = super.create(file);
    note(new Step.Create(file));
    return new ByteSink() {
      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        byte[] written = new byte[length];
        System.arraycopy(bytes, offset, written, 0, length);
        note(new Step.Write(file, ByteBuffer.wrap(written)));
        output.write(bytes, offset, length);
      }

      @Override
      public void force() {
        note(new Step.Force(file));
      }

      @Override
      public void close() throws IOException {
        output.close();
      }
    };
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    super.rename(from, to);
    note(new Step.Rename(from, to));
  }

  @Override
  public void makeDirectory(Path directory) throws IOException {
    super.makeDirectory(directory);
    note(new Step.MakeDirectory(directory));
  }

  @Override
  public void forceDirectory(Path directory) {
    note(new Step.ForceDirectory(directory));
  }

  @Override
  public void delete(Path path) throws IOException {
    super.delete(path);
    note(new Step.Delete(path));
  }
}
