package io.catalytic.store.remote;

import io.catalytic.store.pack.ByteSink;
import io.catalytic.store.pack.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A local temporary file that is written and then read: what is to be sent waits in it until it is
 * whole, so that nothing half done is ever sent, and memory stays bounded.
 *
 * <p>It has no name once it is open (on systems that allow it), and so ends with the process,
 * however that ends. For one thread.
 */
final class Spool implements ByteSource {
  private final FileChannel channel;

  private Spool(FileChannel channel) {
    this.channel = channel;
  }

  /** Opens a new one in the directory for temporary files ({@code java.io.tmpdir}). */
  static Spool open() throws IOException {
    try {
      Path file = Files.createTempFile("catalytic-", ".spool");
      return new Spool(
          FileChannel.open(
              file,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE));
    } catch (IOException e) {
      throw trouble(e);
    }
  }

  /** Returns what appends to it; closing that closes nothing. */
  ByteSink sink() {
    return new ByteSink() {
      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
        try {
          while (buffer.hasRemaining()) {
            channel.write(buffer);
          }
        } catch (IOException e) {
          throw trouble(e);
        }
      }

      @Override
      public void force() {
        // It need not survive anything.
      }

      @Override
      public void close() {
        // The spool is still to be read.
      }
    };
  }

  private static IOException trouble(IOException e) {
    return new IOException(
        System.getProperty("java.io.tmpdir")
            + ": what is to be sent can't be kept here until it is whole: "
            + e.getMessage()
            + "; free some space, or name another directory with"
            + " CATALYTIC_JAVA_OPTS=-Djava.io.tmpdir=DIR",
        e);
  }

  @Override
  public long size() throws IOException {
    return channel.size();
  }

  @Override
  public int read(long position, byte[] into, int offset, int length) throws IOException {
    return channel.read(ByteBuffer.wrap(into, offset, length), position);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
