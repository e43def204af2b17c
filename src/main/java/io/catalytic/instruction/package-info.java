/**
 * What a worker is asked, and whether what came back may be trusted.
 *
 * <p>An {@link io.catalytic.instruction.Instruction} is data: schemas of input and output, a prompt
 * template, constraints. {@link io.catalytic.instruction.Instructions} finds and reads one, and
 * refuses a file with any fault before a model is asked anything. {@link
 * io.catalytic.instruction.InstructionHarness} runs one on one input: input check, prompt,
 * completion, JSON, schema, and again with what was wrong, up to {@code maxAttempts} calls in all.
 * It always ends with an {@link io.catalytic.instruction.Outcome}: an {@link
 * io.catalytic.instruction.Answer} or a {@link io.catalytic.instruction.DeadLetter} with a typed
 * reason, never an exception.
 *
 * <p>What happens after a call that gave no answer:
 *
 * <ul>
 *   <li>A text that is no JSON, or does not fit the schema: asked again at once, with the answer
 *       (its first 2,000 characters) and at most five located faults below the same prompt. The
 *       prompt never grows from attempt to attempt.
 *   <li>A fault of the server that may pass, or an answer that it broke off: asked again with the
 *       same prompt, after the wait of {@link io.catalytic.instruction.AttemptPolicy}.
 *   <li>An answer cut at its limit of tokens: ended. The same prompt would be cut again.
 *   <li>A refusal (no such model, prompt too long, bad request): ended. If only our own feedback
 *       made the prompt too long, it is left out and the model asked again.
 * </ul>
 *
 * <p>Each of these is one attempt, and the tokens of all of them are added up.
 *
 * <p>Two schemas are made of an output schema: the full one decides, a reduced one ({@code
 * DecodingSchema}) only steers a server's decoder, which knows few keywords. The prompt shows the
 * full one, since a decoder does not tell the model where it is heading.
 *
 * <p>An input reaches the model as text in the place that the template has for it, and nothing in
 * it is looked at for places again. That keeps an input from changing the prompt around it; it does
 * not keep a model from obeying what it reads, which is why only an answer's form is ever trusted.
 */
@NullMarked
package io.catalytic.instruction;

import org.jspecify.annotations.NullMarked;
