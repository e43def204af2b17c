package io.catalytic.pipeline;

import io.catalytic.digest.Digest;
import io.catalytic.domain.Refused;
import io.catalytic.merkle.Root;
import io.catalytic.pipeline.coder.ValueCoder;
import io.catalytic.run.Tally;
import java.io.Serializable;
import org.apache.beam.sdk.coders.Coder;

/** One of the few things that the end of a run has to know. */
sealed interface Fact extends Serializable {
  /** Facts are few and never keys: Java's own serialization will do. */
  Coder<Fact> CODER = ValueCoder.serialized(Fact.class);

  /** Before the first call, or after the last outcome. */
  enum Phase {
    /** Before the first call. */
    BEFORE,
    /** After the last outcome. */
    AFTER
  }

  /**
   * The domain's commitment.
   *
   * @param phase when
   * @param root what it is
   * @param atMillis milliseconds since the epoch when it was known
   */
  record RootFact(Phase phase, Root root, long atMillis) implements Fact {}

  /**
   * An output file, complete, as a blob.
   *
   * @param file its name
   * @param content its bytes, in the store
   * @param lines how many lines it has
   */
  record Output(String file, Digest content, long lines) implements Fact {}

  /**
   * What became of the files.
   *
   * @param tally the counts
   */
  record Counts(Tally tally) implements Fact {}

  /**
   * A path that could not be hashed again.
   *
   * @param refused which, and why
   */
  record NotRehashed(Refused refused) implements Fact {}
}
