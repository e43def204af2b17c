/**
 * A run on Apache Flink, for what Beam's options leave open: which jar a cluster gets, how many of
 * its slots a run takes, Flink's own configuration, and which failures are worth a restart.
 *
 * <p>Flink is no part of the program's jar: a cluster has its own, and the launcher puts it on the
 * class path where a runner config is named. So nothing of this room is loaded but by a run on
 * Flink, except {@link io.catalytic.pipeline.flink.FinalException}, of which Flink only reads an
 * annotation.
 */
@NullMarked
package io.catalytic.pipeline.flink;

import org.jspecify.annotations.NullMarked;
