package io.catalytic.pipeline.source;

import io.catalytic.domain.Entry;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/** Reads entries of a source into a sink, each to its end. For one thread. */
public interface SpotReader extends Closeable {
  /**
   * Reads what is at a spot.
   *
   * @return empty if there is nothing any more
   * @throws IOException if it can't be read, or is something else than it was
   */
  Optional<Entry> read(Spot spot) throws IOException;

  @Override
  default void close() throws IOException {}
}
