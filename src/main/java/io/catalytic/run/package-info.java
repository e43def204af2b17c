/**
 * What a run did and proved, small enough for an agent to read.
 *
 * <p>{@link io.catalytic.run.RunRecord} is {@code run.json}: at most {@value
 * io.catalytic.run.RunRecord#MAX_TOKENS} tokens whatever the size of the domain, since reading it
 * is all that a run costs the agent. {@link io.catalytic.run.Tally} counts; {@link
 * io.catalytic.run.Restoration} says whether the domain came back. {@link
 * io.catalytic.run.validation} reads a finished run again.
 */
@NullMarked
package io.catalytic.run;

import org.jspecify.annotations.NullMarked;
