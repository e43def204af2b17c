package io.catalytic.run;

import java.util.List;

/** Names of a run's output files. */
public final class RunFiles {
  /** Every analysed file and its answer. */
  public static final String RESULTS = "results.jsonl";

  /** Analysed files without an answer. */
  public static final String DEAD_LETTERS = "dead-letters.jsonl";

  /** Files not analysed. */
  public static final String SKIPPED = "skipped.jsonl";

  /** Where each outcome comes from: the only file beside the run record that holds timings. */
  public static final String PROVENANCE = "provenance.jsonl";

  /** The domain's entries before the first call. */
  public static final String MANIFEST = "manifest.jsonl";

  /** The domain's entries after the last outcome: in the store only. */
  public static final String MANIFEST_AFTER = "manifest-after.jsonl";

  /** Both roots, and what differs. */
  public static final String PROOF = "proof.json";

  /** The run record. Written last: a directory that has it is complete. */
  public static final String RECORD = "run.json";

  /** Directory that says how far the run is, as long as it runs. */
  public static final String PROGRESS = ".progress";

  /** What workers wrote into the store, and is copied into the output directory. */
  public static final List<String> FROM_STORE =
      List.of(RESULTS, DEAD_LETTERS, SKIPPED, MANIFEST, PROVENANCE);

  private RunFiles() {}
}
