/**
 * What a worker is asked, and whether what came back may be trusted.
 *
 * <p>An {@link io.catalytic.instruction.Instruction} is data: schemas of input and output, a prompt
 * template, constraints. {@code InstructionHarness} runs one on one input: input check, prompt,
 * completion, JSON, schema, and again with what was wrong, up to {@code maxAttempts} calls in all.
 * It always ends with an {@link io.catalytic.instruction.Outcome}: an {@link
 * io.catalytic.instruction.Answer} or a {@link io.catalytic.instruction.DeadLetter} with a typed
 * reason, never an exception.
 */
@NullMarked
package io.catalytic.instruction;

import org.jspecify.annotations.NullMarked;
