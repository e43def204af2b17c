/**
 * How values travel between workers: compact, deterministic, and never a storage format (nothing
 * digests or keeps what a coder writes).
 *
 * <p>Written by hand because Beam infers neither records nor sealed types. {@link
 * io.catalytic.pipeline.coder.Coders#register} is the one place that knows them all.
 */
@NullMarked
package io.catalytic.pipeline.coder;

import org.jspecify.annotations.NullMarked;
