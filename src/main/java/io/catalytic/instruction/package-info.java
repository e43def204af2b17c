/**
 * What a worker is asked, and whether what came back may be trusted.
 *
 * <p>An {@link io.catalytic.instruction.Instruction} is data: schemas of input and output, a prompt
 * template, constraints. {@link io.catalytic.instruction.Instructions} finds and reads one, and
 * refuses a file with any fault before a model is asked anything. {@link
 * io.catalytic.instruction.InstructionHarness} runs one on one input: input check, prompt,
 * completion, JSON, schema, grounding, and again with what was wrong, up to {@code maxAttempts}
 * calls for each part of the input. It always ends with an {@link
 * io.catalytic.instruction.Outcome}: an {@link io.catalytic.instruction.Answer} or a {@link
 * io.catalytic.instruction.DeadLetter} with a typed reason, never an exception.
 *
 * <p>What happens after a call that gave no answer:
 *
 * <ul>
 *   <li>A text that is no JSON, does not fit the schema, or names what does not stand in the input:
 *       asked again at once, with the answer (its first 2,000 characters, fewer where the window is
 *       small) and at most five located faults below the same prompt. The prompt never grows from
 *       attempt to attempt.
 *   <li>A fault of the server that may pass, or an answer that it broke off: asked again with the
 *       same prompt, after the wait of {@link io.catalytic.instruction.AttemptPolicy}.
 *   <li>An answer cut at its limit of tokens: asked again once with twice the limit, if the window
 *       has room, else about two halves of the part. Feedback would not make it shorter.
 *   <li>A prompt that is too long for the server: our feedback is left out; without any, the part
 *       is cut in two.
 *   <li>Any other refusal (no such model, bad request): ended.
 * </ul>
 *
 * <p>Each of these is one attempt, and the tokens of all of them are added up.
 *
 * <p>What does not fit the model's window is cut, if the instruction says how, before anything is
 * sent: {@code PartsAsked} plans and asks, {@code Chunker} cuts where {@code CutPoints} and an
 * {@link io.catalytic.instruction.Outline} say, {@code Inquiry} merges. Parts are asked one after
 * another: the first without an answer ends the whole, and no call is made for those after it. A
 * worker that reads no prompts ({@link io.catalytic.model.ModelProvider#readsPrompts}) is given the
 * whole, and its answers are not grounded: they are computed from the input.
 *
 * <p>Grounding holds names against the text rather than asking a model whether it is sure, and
 * computes lines rather than trusting them: small models copy well and count badly. It cannot tell
 * what a name means, only that it is there.
 *
 * <p>Two schemas are made of an output schema: the full one decides, a reduced one ({@code
 * DecodingSchema}) only steers a server's decoder, which knows few keywords. The prompt shows the
 * full one, since a decoder does not tell the model where it is heading.
 *
 * <p>An input reaches the model as text in the place that the template has for it, and nothing in
 * it is looked at for places again. That keeps an input from changing the prompt around it; it does
 * not keep a model from obeying what it reads, which is why an answer is trusted only as far as it
 * was checked: its form, and that its names stand in the input.
 */
@NullMarked
package io.catalytic.instruction;

import org.jspecify.annotations.NullMarked;
