package io.catalytic.store.disk;

import com.google.common.util.concurrent.ThreadFactoryBuilder;
import io.catalytic.store.pack.ByteSink;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * A file that goes to the disk while it is written, a part at a time and beside the writer: or all
 * of a large one would have to, and the writer would have to wait for it, at the end.
 */
final class ForcedEarly implements ByteSink {
  /** Bytes after which the disk is given work. */
  private static final long PART = 16 << 20;

  private static final ExecutorService FORCING =
      Executors.newCachedThreadPool(
          new ThreadFactoryBuilder().setNameFormat("force-%d").setDaemon(true).build());

  private final FileChannel channel;
  private long sinceForced;
  private @Nullable Future<?> forcing;

  ForcedEarly(FileChannel channel) {
    this.channel = channel;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    sinceForced += length;
    if (sinceForced >= PART && (forcing == null || forcing.isDone())) {
      await();
      sinceForced = 0;
      forcing =
          FORCING.submit(
              () -> {
                channel.force(false);
                return null;
              });
    }
  }

  @Override
  public void force() throws IOException {
    await();
    channel.force(true);
  }

  /** The system tells of a failure once: whoever hears of it has to pass it on. */
  private void await() throws IOException {
    if (forcing == null) {
      return;
    }
    try {
      forcing.get();
      forcing = null;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException cause
          ? cause
          : new IOException("what was written can't be made durable", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while a file was made durable");
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
