/**
 * How far a run is, told to whoever started it while workers elsewhere are at it. Knows nothing of
 * Beam.
 *
 * <p>Beam's metrics can't tell that on Flink: in batch they leave a worker when a subtask closes,
 * and whoever waits for a job gets them at its end. So each process that works for a run counts,
 * and leaves its counts once a second in a file of its own, {@code OUT/.progress/PROCESS.json},
 * where all workers write and the submitter looks anyway. Entry points: {@link
 * io.catalytic.pipeline.progress.ProgressPublisher} on the side of workers, {@link
 * io.catalytic.pipeline.progress.ProgressWatch} on the other one. What the code does not show:
 *
 * <ul>
 *   <li>Counts belong to a group of a step, of which a plan has some thousands at most. One that is
 *       begun again, here or by another process, counts from nothing, and what it had counted
 *       before counts no more: no retry doubles anything. A process that died leaves what it had
 *       finished.
 *   <li>What was begun last is told by clocks. A process begins behind all that it finds when it
 *       opens, so that one which takes a lost one's work over is later, whatever its clock says.
 *   <li>The directory is made by whoever starts the run, and by nobody else: once the run has
 *       removed it, a worker that is late brings nothing back.
 *   <li>Nobody needs any of this. What goes wrong here is logged, once, and ends nothing.
 *   <li>The files are for the run that writes them only, as long as it runs; they have no version.
 * </ul>
 */
@NullMarked
package io.catalytic.pipeline.progress;

import org.jspecify.annotations.NullMarked;
