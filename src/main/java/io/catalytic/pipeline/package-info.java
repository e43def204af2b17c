/**
 * The run as an Apache Beam batch pipeline; with the remote store the only room that knows Beam.
 *
 * <pre>
 *   ListSource → ExternalizeEntries ─ entries ──→ BuildRoot, manifest            (root before)
 *                        ├─ skipped ────────────→ skipped.jsonl
 *                        └─ files → AskModel ───→ results.jsonl, dead-letters.jsonl, tally
 *   … after the last outcome:
 *   ListSource → RehashEntries ── entries ──────→ BuildRoot, manifest            (root after)
 *   roots, outputs, tally → ConfirmRestoration: proof.json, run.json
 * </pre>
 *
 * <p>Entry points: {@link io.catalytic.pipeline.Preflight} makes the plan of a run, {@link
 * io.catalytic.pipeline.PipelineRun} runs it, {@link io.catalytic.pipeline.DryRun} tells what it
 * would do. What the code does not show:
 *
 * <ul>
 *   <li>Digests travel, bytes stay in the store. Work is grouped by {@code shard → GroupByKey} and
 *       not by bundle: a bundle is one element on the DirectRunner and a whole subtask on Flink.
 *   <li>A group makes its own calls in parallel and emits on the processing thread only, as Beam
 *       asks; tricks with {@code finishBundle} would gain nothing where a bundle is one element.
 *   <li>Output files are sorted by path. Each shard is sorted where it is and kept as a blob; then
 *       one worker merges the shards as streams, so that nobody holds a whole file.
 *   <li>Whatever a worker writes is named by its content or replaced whole, so that a retried
 *       bundle changes nothing.
 *   <li>How far a run is, its workers say in files ({@link io.catalytic.pipeline.progress}), since
 *       Beam's metrics leave a worker of Flink's only when a subtask closes.
 * </ul>
 */
@NullMarked
package io.catalytic.pipeline;

import org.jspecify.annotations.NullMarked;
