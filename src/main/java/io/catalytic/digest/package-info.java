/**
 * Names for bytes: {@link io.catalytic.digest.Hash}, {@link io.catalytic.digest.Digest}, and JSON
 * in one form.
 *
 * <p>Everything else in the project is named by what it contains, so this room stands at the bottom
 * and uses nothing of ours. A {@code Hash} is the raw 32 bytes of a SHA-256; a {@code Digest} is a
 * hash together with the number of bytes that were hashed. Keys of other kinds (an invocation, a
 * trie key) have types of their own, so that the compiler stops a mix-up.
 *
 * <p>JSON values get a hash through {@link io.catalytic.digest.CanonicalJson} (RFC 8785), so that
 * equal values share one name however they were written. What has no exact form there is refused.
 */
@NullMarked
package io.catalytic.digest;

import org.jspecify.annotations.NullMarked;
