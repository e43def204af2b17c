package io.catalytic.store.remote;

import io.catalytic.store.pack.ByteSource;

/**
 * A remote store's objects, and what was read of them before. Immutable, thread-safe.
 *
 * @param remote where they are
 * @param location the store, for messages
 * @param segments pieces of them that are here
 */
record RemoteObjects(Remote remote, RemoteLocation location, Segments segments) {

  /** Returns an object's whole name, for messages. */
  String place(String name) {
    return location.place(name);
  }

  /** Opens an object that is never changed, piece by piece. */
  ByteSource cached(String name, String id, long size) {
    return new CachedSource(remote, name, id, size, segments);
  }
}
