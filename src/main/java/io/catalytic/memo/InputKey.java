package io.catalytic.memo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catalytic.digest.CanonicalJson;
import io.catalytic.digest.Hash;

/**
 * Names what invocations are about: one input, whoever is asked what about it. What is remembered
 * is kept by it, so that all that is known of an input is found in one place, whatever was changed
 * in the instruction since.
 *
 * @param hash SHA-256 of everything that the input is made of, in canonical JSON
 */
public record InputKey(Hash hash) implements Comparable<InputKey> {

  /** Returns the key of an input; large parts of it may stand there by their digests. */
  public static InputKey of(ObjectNode parts) {
    return new InputKey(CanonicalJson.digest(parts).hash());
  }

  @Override
  public int compareTo(InputKey other) {
    return hash.compareTo(other.hash);
  }
}
