/**
 * The pack: many blobs in one immutable file with a sorted, checksummed index, as {@code
 * docs/store-format.md} defines it. Knows bytes only, not where they lie.
 *
 * <p>A blob's name is always that of its plain bytes; whether they are compressed is decided for
 * each blob and said in its entry. There is one frame a blob, so that any blob is read without the
 * others, and a flipped bit costs one. A version or an encoding that is not known is a newer
 * program's ({@link io.catalytic.store.pack.PackTooNewException}), never damage, which would be set
 * aside.
 */
@NullMarked
package io.catalytic.store.pack;

import org.jspecify.annotations.NullMarked;
