package io.catalytic.store.pack;

import java.io.Closeable;
import java.io.IOException;

/** A file while it is written, from its start to its end. For one thread. */
public interface ByteSink extends Closeable {

  /** Appends some bytes. */
  void write(byte[] bytes, int offset, int length) throws IOException;

  /** Makes everything written so far durable; the file's name is not its affair. */
  void force() throws IOException;
}
