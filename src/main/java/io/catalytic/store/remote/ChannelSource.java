package io.catalytic.store.remote;

import io.catalytic.store.pack.ByteSource;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import org.jspecify.annotations.Nullable;

/**
 * An object as Beam reads it. The channel is opened with the first read and goes on where it was as
 * long as reads follow each other; a jump costs a new request. For one thread.
 */
final class ChannelSource implements ByteSource {
  private final Opener opener;
  private final String place;
  private final long size;
  private @Nullable SeekableByteChannel channel;

  /** Opens the channel. */
  interface Opener {

    /** Opens it at its start. */
    ReadableByteChannel open() throws IOException;
  }

  ChannelSource(Opener opener, String place, long size) {
    this.opener = opener;
    this.place = place;
    this.size = size;
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
    SeekableByteChannel from = channel();
    if (from.position() != position) {
      from.position(position);
    }
    int wanted = (int) Math.min(length, size - position);
    int read = from.read(ByteBuffer.wrap(into, offset, wanted));
    if (read <= 0 && wanted > 0) {
      // Beam's channel for S3 says 0 for ever where the answer was cut.
      throw new EOFException(
          place + ": the answer ends at byte " + position + " of " + size + "; try again");
    }
    return read;
  }

  private SeekableByteChannel channel() throws IOException {
    if (channel == null) {
      ReadableByteChannel opened = opener.open();
      if (!(opened instanceof SeekableByteChannel seekable)) {
        opened.close();
        throw new IOException(place + ": this file system can't read from the middle of an object");
      }
      channel = seekable;
    }
    return channel;
  }

  @Override
  public void close() throws IOException {
    if (channel != null) {
      channel.close();
      channel = null;
    }
  }
}
