package io.catalytic.merkle;

import io.catalytic.digest.Hash;

/**
 * Where in the trie a page stands: the bits that all keys under it begin with.
 *
 * @param bits those bits, then zeros
 * @param depth how many there are: 0 to 256, a multiple of {@link #STEP}
 */
record Prefix(Hash bits, int depth) {
  /** Bits from a page to those under it. */
  static final int STEP = 4;

  /** Pages under a page. */
  static final int FAN_OUT = 1 << STEP;

  /** The whole trie. */
  static final Prefix WHOLE = new Prefix(Hash.ZERO, 0);

  /** Returns which of the pages under a page at some depth a key belongs to: 0 to 15. */
  static int slot(Hash key, int depth) {
    int slot = 0;
    for (int bit = depth; bit < depth + STEP; bit++) {
      slot = slot << 1 | key.bit(bit);
    }
    return slot;
  }

  /** Returns where the page of a slot stands. */
  Prefix child(int slot) {
    byte[] bytes = bits.bytes();
    bytes[depth / 8] |= (byte) (depth % 8 == 0 ? slot << STEP : slot);
    return new Prefix(Hash.ofBytes(bytes), depth + STEP);
  }

  /** Returns whether a key is under it. */
  boolean covers(Hash key) {
    return key.sharedBits(bits) >= depth;
  }
}
