package io.catalytic.store.pack;

import java.io.Closeable;
import java.io.IOException;

/** A file that is read at any position. For one thread. */
public interface ByteSource extends Closeable {

  /** Returns the file's size in bytes. */
  long size() throws IOException;

  /** Reads at most {@code length} bytes; returns how many, or -1 at or after the end. */
  int read(long position, byte[] into, int offset, int length) throws IOException;
}
