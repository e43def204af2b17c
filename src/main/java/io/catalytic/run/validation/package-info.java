/**
 * Whether a finished run still is what it was: its output directory and its store, read again from
 * the first byte to the last.
 *
 * <p>Two questions, asked one after the other, as one without the other proves little:
 *
 * <ul>
 *   <li>Are the files those that the run wrote? The store's ref {@code runs/<run id>} holds the
 *       bytes of {@code run.json}, which names every other file by its digest, and the store has
 *       these too. So each byte is covered, and what differs is named by line and JSON pointer
 *       ({@link io.catalytic.run.validation.AsRecorded}).
 *   <li>Does what they say hold together? Forms, order, roots, counts, answers against the
 *       instruction: computed anew from the lines, whoever wrote them, so that it is also found
 *       where somebody changed the store alike ({@link io.catalytic.run.validation.OutputsCheck},
 *       {@link io.catalytic.run.validation.RecordCheck}, {@link
 *       io.catalytic.run.validation.ProofCheck}).
 * </ul>
 *
 * <p>Nothing is signed: whoever can write to the store and to the outputs can make a run of their
 * own. {@code docs/run-format.md} says what is left to find then.
 *
 * <p>Files are read line by line and merged by path; only {@code run.json} and {@code proof.json}
 * are held as a whole. A line or file that is longer than may be held is a finding, not a crash.
 */
@NullMarked
package io.catalytic.run.validation;

import org.jspecify.annotations.NullMarked;
