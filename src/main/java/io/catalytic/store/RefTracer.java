package io.catalytic.store;

import java.io.IOException;

/**
 * Knows what the refs of one kind keep alive; found through {@link java.util.ServiceLoader}.
 *
 * <p>The store knows no format but its own. Whoever writes refs under a first part of their name
 * ({@code roots/}, {@code runs/}) brings the tracer for it; a ref that nobody can trace stops a
 * collection before it deletes anything. Thread-safe.
 */
public interface RefTracer {

  /** Returns the first part of the names that it traces, without the slash. */
  String kind();

  /**
   * Names every blob that a ref needs or keeps, directly or through other blobs. A blob that the
   * store does not have may be named; it is no error. A blob that has to be read to know others is
   * named before it is read.
   *
   * @param name the ref's whole name
   * @param value its record
   * @param store to read the blobs with that name others
   * @param mark takes each
   * @throws IOException if a blob can't be read that is needed to know the others, or the record is
   *     not what it has to be; the message says which
   */
  void trace(String name, byte[] value, ObjectStore store, Mark mark) throws IOException;

  /**
   * Checks what a ref claims beyond the blobs that it names, which {@link #trace} need not look at;
   * called by {@link ObjectStore#fsck} where tracing went well.
   *
   * @throws IOException if a claim does not hold; the message says which
   */
  default void check(String name, byte[] value, ObjectStore store) throws IOException {
    // Most claim no more.
  }
}
