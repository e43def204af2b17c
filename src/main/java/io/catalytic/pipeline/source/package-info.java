/**
 * What a run borrows, wherever it lies: a {@link io.catalytic.pipeline.source.Source} lists its
 * entries and reads each. A directory's entries are its paths; those of a file of inputs are its
 * lines. Knows nothing of Beam.
 */
@NullMarked
package io.catalytic.pipeline.source;

import org.jspecify.annotations.NullMarked;
