/**
 * What to run and where: {@link io.catalytic.job.JobSpec} and {@link
 * io.catalytic.job.RunnerConfig}, read from YAML and checked.
 *
 * <p>There is one way in. A file (or a built-in one by name) is parsed, flags are laid over it as
 * the same kind of tree, the whole is checked against a JSON Schema of the top-level {@code
 * schemas} folder, and only then becomes an object. So a flag is refused with the same words as a
 * key in a file. The schema alone holds the defaults; the shipped {@code
 * pipelines/codebase-analysis.yaml} shows them all, and a test holds the two together.
 *
 * <p>Every fault is listed at once, each with the file, the JSON pointer and what to do, in a
 * {@link io.catalytic.job.SpecException} that is ready to print. Text that is no configuration,
 * hostile text too, ends there as well. Environment variables are not expanded.
 *
 * <p>Beam is not loaded here: a runner config only becomes the arguments that Beam reads.
 */
@NullMarked
package io.catalytic.job;

import org.jspecify.annotations.NullMarked;
