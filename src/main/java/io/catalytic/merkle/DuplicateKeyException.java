package io.catalytic.merkle;

import io.catalytic.digest.Hash;

/** Two leaves, or two subtrees, claim the same place in the trie: one path was counted twice. */
public final class DuplicateKeyException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  DuplicateKeyException(String message) {
    super(message);
  }

  static DuplicateKeyException ofKey(Hash key) {
    return new DuplicateKeyException("two leaves have the key " + key);
  }
}
