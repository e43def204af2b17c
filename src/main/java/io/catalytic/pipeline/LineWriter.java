package io.catalytic.pipeline;

import io.catalytic.domain.RawPath;
import io.catalytic.store.ObjectStore;
import java.io.IOException;
import java.io.Serializable;

/**
 * How values of one kind become lines of an output file, sorted by path.
 *
 * @param <T> the values
 */
interface LineWriter<T> extends Serializable {

  /** Returns the path that the line is about: no two lines of a file have the same. */
  RawPath path(T value);

  /**
   * Returns the line without its line end.
   *
   * @param store holds what the value only names
   */
  String line(T value, ObjectStore store) throws IOException;
}
