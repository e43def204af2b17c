package io.catalytic.store.remote;

import io.catalytic.store.pack.ByteSource;
import java.io.IOException;
import java.util.OptionalLong;

/**
 * An object on Google Cloud Storage, read in parts that are whole before any of it is given. All
 * are of the generation of the first: one that is replaced or deleted meanwhile is gone, and never
 * mixed up with the new. Parts grow as long as reads follow each other. For one thread.
 */
final class GcsSource implements ByteSource {

  /** Bytes that the first part, and one somewhere else, has at least. */
  static final int SMALLEST = 1 << 16;

  private static final int LARGEST = 1 << 22;

  private final GcsClient client;
  private final String name;
  private final long size;
  private final OptionalLong generation;
  private Chunk part;
  private long start;

  private GcsSource(GcsClient client, String name, GcsClient.Part first) {
    this.client = client;
    this.name = name;
    size = first.size();
    generation = OptionalLong.of(first.generation());
    part = first.bytes();
  }

  /**
   * Opens an object by reading its first part.
   *
   * @throws java.nio.file.NoSuchFileException if it is not there
   */
  static GcsSource open(GcsClient client, String name) throws IOException {
    return new GcsSource(client, name, client.read(name, OptionalLong.empty(), 0, SMALLEST));
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
    if (position < start || position >= start + part.size()) {
      turnTo(position, length);
    }
    return part.read(position - start, into, offset, length);
  }

  private void turnTo(long position, int length) throws IOException {
    boolean goesOn = position == start + part.size();
    long wanted = Math.max(length, goesOn ? 2 * part.size() : SMALLEST);
    part = client.read(name, generation, position, (int) Math.min(wanted, LARGEST)).bytes();
    start = position;
  }

  @Override
  public void close() {
    part = new Chunk(new byte[0]); // nothing is open, and nothing is kept
  }
}
