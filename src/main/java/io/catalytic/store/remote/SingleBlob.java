package io.catalytic.store.remote;

import io.catalytic.digest.Digest;

/**
 * A blob with an object of its own.
 *
 * @param digest the blob's, as the object's name and size say
 * @param id the object's
 */
record SingleBlob(Digest digest, String id) {

  /** Returns the object's name. */
  String name() {
    return RemoteLayout.alone(digest.hash(), id);
  }
}
