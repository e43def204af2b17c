package io.catalytic.store.remote;

import io.catalytic.store.pack.ByteSource;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hdfs.client.HdfsDataInputStream;

/**
 * A file of HDFS, opened. For one thread.
 *
 * <p>Whoever has a file open on HDFS can go on reading after it is deleted, until the datanodes
 * have dropped its blocks. So where a read fails it is asked whether the file is still there: one
 * that is gone is no trouble of the cluster's.
 */
final class HdfsSource implements ByteSource {
  private final FileContext files;
  private final Path path;
  private final long size;
  private final HdfsDataInputStream in;

  HdfsSource(FileContext files, Path path, HdfsDataInputStream in) throws IOException {
    this.files = files;
    this.path = path;
    this.in = in;
    size = in.getVisibleLength();
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public int read(long position, byte[] into, int offset, int length) throws IOException {
    if (position >= size) {
      return -1;
    }
    try {
      if (in.getPos() != position) {
        in.seek(position);
      }
      int read = in.read(into, offset, (int) Math.min(length, size - position));
      if (read < 0) {
        throw new EOFException(path + ": it ends at byte " + position + " of " + size);
      }
      return read;
    } catch (IOException e) {
      throw explain(e);
    }
  }

  private IOException explain(IOException e) {
    try {
      files.getFileStatus(path);
    } catch (FileNotFoundException gone) {
      NoSuchFileException missing = new NoSuchFileException(path.toString());
      missing.initCause(e);
      return missing;
    } catch (IOException again) {
      e.addSuppressed(again);
    }
    return e;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
