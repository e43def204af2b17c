/**
 * The pack: many blobs in one immutable file with a sorted, checksummed index, as {@code
 * docs/store-format.md} defines it. Knows bytes only, not where they lie.
 */
@NullMarked
package io.catalytic.store.pack;

import org.jspecify.annotations.NullMarked;
