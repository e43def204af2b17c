package io.catalytic.pipeline;

import io.catalytic.run.ProofFile;
import java.util.List;

/** Names of a run's output files. */
final class RunFiles {
  /** Every analysed file and its answer. */
  static final String RESULTS = "results.jsonl";

  /** Analysed files without an answer. */
  static final String DEAD_LETTERS = "dead-letters.jsonl";

  /** Files not analysed. */
  static final String SKIPPED = "skipped.jsonl";

  /** The domain's entries before the first call. */
  static final String MANIFEST = "manifest.jsonl";

  /** The domain's entries after the last outcome: in the store only. */
  static final String MANIFEST_AFTER = "manifest-after.jsonl";

  /** Both roots, and what differs. */
  static final String PROOF = ProofFile.NAME;

  /** The run record. Written last: a directory that has it is complete. */
  static final String RECORD = "run.json";

  /** What is copied from the store into the output directory. */
  static final List<String> FROM_STORE = List.of(RESULTS, DEAD_LETTERS, SKIPPED, MANIFEST);

  private RunFiles() {}
}
