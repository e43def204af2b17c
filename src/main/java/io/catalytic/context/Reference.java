package io.catalytic.context;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catalytic.digest.Digest;
import io.catalytic.digest.Json;

/**
 * Something that a context holds: a blob of the store, and what is known of it.
 *
 * <p>Ordered by hash.
 *
 * @param digest names the blob, with its size in bytes
 * @param kind what its bytes are
 */
public record Reference(Digest digest, Kind kind) implements Comparable<Reference> {

  @Override
  public int compareTo(Reference other) {
    int order = digest.hash().compareTo(other.digest.hash());
    if (order == 0) {
      order = Long.compare(digest.size(), other.digest.size());
    }
    return order != 0 ? order : kind.compareTo(other.kind);
  }

  /** Returns it as formats write it: {@code digest}, {@code size}, {@code kind}. */
  public ObjectNode toJson() {
    return Json.object()
        .put("digest", digest.hash().hex())
        .put("size", digest.size())
        .put("kind", kind.wireName());
  }

  /**
   * Returns which of two to tell of the same bytes. That they are canonical JSON is true of them
   * however else they came.
   */
  Reference or(Reference same) {
    return compareTo(same) <= 0 ? this : same;
  }
}
