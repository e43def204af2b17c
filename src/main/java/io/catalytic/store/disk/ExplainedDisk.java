package io.catalytic.store.disk;

import io.catalytic.store.pack.ByteSink;
import io.catalytic.store.pack.ByteSource;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.List;
import java.util.Locale;

/**
 * Says of what fails on a disk where it was and what to do: the bare errors of writes and forces
 * name no file, and no error knows that it stands in a store. Thread-safe.
 */
final class ExplainedDisk implements Disk {
  private final Disk disk;
  private final StoreLayout layout;
  private volatile boolean established;

  ExplainedDisk(Disk disk, StoreLayout layout) {
    this.disk = disk;
    this.layout = layout;
  }

  /** Returns the same disk, of which nothing can be changed. */
  ExplainedDisk untouched() {
    ExplainedDisk untouched = new ExplainedDisk(new UntouchedDisk(disk), layout);
    untouched.established = established;
    return untouched;
  }

  /** Something that may fail. */
  interface Operation<T> {

    /** Does it. */
    T run() throws IOException;
  }

  private interface Action {
    void run() throws IOException;
  }

  private void act(String what, Path path, Action action) throws IOException {
    explain(
        what,
        path,
        () -> {
          action.run();
          return true;
        });
  }

  /** Says from now on that the store is gone, when it is; before, there need not be one. */
  void established() {
    established = true;
  }

  /**
   * Does something.
   *
   * @param what it is, as in "can't what"
   * @param path what it is done to
   */
  <T> T explain(String what, Path path, Operation<T> operation) throws IOException {
    try {
      return operation.run();
    } catch (NoSuchFileException e) {
      requireStore(e);
      throw e;
    } catch (FileAlreadyExistsException | ClosedByInterruptException | Explained e) {
      throw e;
    } catch (IOException | ReadOnlyFileSystemException e) {
      String reason = reason(e);
      String message = path + ": cannot " + what + ": " + reason + advice(e, reason);
      throw isFull(reason) ? new DiskFullException(message, e) : new Explained(message, e);
    }
  }

  private static String reason(Exception e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof NotDirectoryException) {
      return "it is not a directory";
    }
    if (e instanceof FileSystemException file && file.getReason() != null) {
      return file.getReason();
    }
    return String.valueOf(e.getMessage());
  }

  private static boolean isFull(String reason) {
    String lower = reason.toLowerCase(Locale.ROOT);
    return lower.contains("no space left") || lower.contains("quota exceeded");
  }

  private String advice(Exception e, String reason) {
    if (isFull(reason)) {
      return "; free some space for the store in " + layout.root() + " and put the batch again";
    }
    if (e instanceof AccessDeniedException
        || e instanceof ReadOnlyFileSystemException
        || reason.toLowerCase(Locale.ROOT).contains("read-only file system")) {
      return "; the store in "
          + layout.root()
          + " can't be used so by this user: change its owner or mode, or use another store";
    }
    return "";
  }

  /**
   * Checks that the store is still there, which matters where a file that is missing would be taken
   * for a blob that is.
   *
   * @throws IOException if it is not
   */
  void requireStore(IOException cause) throws IOException {
    if (established && disk.size(layout.format()) == ABSENT) {
      throw new Explained(
          layout.root()
              + ": the store that was opened here is gone; see whether its disk is still mounted,"
              + " or name another store",
          cause);
    }
  }

  @Override
  public ByteSink create(Path file) throws IOException {
    ByteSink output = explain("create", file, () -> disk.create(file));
    return new ByteSink() {
      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        act("write", file, () -> output.write(bytes, offset, length));
      }

      @Override
      public void force() throws IOException {
        act("write", file, output::force);
      }

      @Override
      public void close() throws IOException {
        act("write", file, output::close);
      }
    };
  }

  @Override
  public ByteSource open(Path file) throws IOException {
    ByteSource input = explain("read", file, () -> disk.open(file));
    return new ByteSource() {
      @Override
      public long size() throws IOException {
        return explain("read", file, input::size);
      }

      @Override
      public int read(long position, byte[] into, int offset, int length) throws IOException {
        return explain("read", file, () -> input.read(position, into, offset, length));
      }

      @Override
      public void close() throws IOException {
        input.close();
      }
    };
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    act("rename " + from + " to it", to, () -> disk.rename(from, to));
  }

  @Override
  public void makeDirectory(Path directory) throws IOException {
    act("make the directory", directory, () -> disk.makeDirectory(directory));
  }

  @Override
  public void forceDirectory(Path directory) throws IOException {
    act("force the directory", directory, () -> disk.forceDirectory(directory));
  }

  @Override
  public void delete(Path path) throws IOException {
    act("delete", path, () -> disk.delete(path));
  }

  @Override
  public long size(Path file) throws IOException {
    return explain("read", file, () -> disk.size(file));
  }

  @Override
  public boolean isDirectory(Path path) throws IOException {
    return explain("read", path, () -> disk.isDirectory(path));
  }

  @Override
  public FileKind kind(Path path) throws IOException {
    return explain("read", path, () -> disk.kind(path));
  }

  @Override
  public long modified(Path directory) throws IOException {
    return explain("read", directory, () -> disk.modified(directory));
  }

  @Override
  public List<String> list(Path directory) throws IOException {
    return explain("list", directory, () -> disk.list(directory));
  }

  /** An error that needs no more words. */
  private static class Explained extends IOException {
    private static final long serialVersionUID = 1;

    Explained(String message, Exception cause) {
      super(message, cause);
    }
  }

  /** There is no space left, or no more for this user. */
  static final class DiskFullException extends Explained {
    private static final long serialVersionUID = 1;

    DiskFullException(String message, Exception cause) {
      super(message, cause);
    }
  }
}
