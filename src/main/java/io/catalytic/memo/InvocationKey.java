package io.catalytic.memo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catalytic.digest.CanonicalJson;
import io.catalytic.digest.Hash;
import io.catalytic.digest.Json;
import io.catalytic.instruction.ChunkLimits;
import io.catalytic.instruction.HarnessVersions;
import io.catalytic.model.ModelIdentity;
import io.catalytic.model.ModelSpec;

/**
 * Names one invocation. A type of its own: it is a hash, but never the name of a blob.
 *
 * <p>It covers everything that decides the answer and nothing else: not the path, host, time limit
 * or concurrency. Two files with the same bytes and language are one invocation.
 *
 * @param hash SHA-256 of the parts in canonical JSON
 */
public record InvocationKey(Hash hash) implements Comparable<InvocationKey> {
  /** Raised when the parts of a key change, or what one of them means. */
  private static final int FORMAT = 2;

  /** There is one answer to an invocation; asking for several would number them. */
  private static final int SAMPLE = 0;

  /**
   * Returns the key's parts that all invocations of one run share.
   *
   * @param instruction digest of the instruction: template, schemas, examples, rules
   * @param model who answers
   * @param spec how it is asked
   * @param maxAttempts how often at most
   * @param chunks how what is too long is cut
   */
  public static ObjectNode common(
      Hash instruction, ModelIdentity model, ModelSpec spec, int maxAttempts, ChunkLimits chunks) {
    ObjectNode parts = Json.object().put("format", FORMAT).put("instruction", instruction.hex());
    parts.set("model", model(model));
    ObjectNode options = parts.putObject("options");
    options
        .put("context_tokens", spec.contextTokens())
        .put("max_output_tokens", spec.maxOutputTokens())
        .put("temperature", spec.temperature())
        .put("seed", spec.seed())
        .put("max_attempts", maxAttempts);
    put(options, chunks);
    parts
        .putObject("versions")
        .put("renderer", HarnessVersions.RENDERER_VERSION)
        .put("chunker", HarnessVersions.CHUNKER_VERSION)
        .put("checker", HarnessVersions.CHECKER_VERSION);
    return parts.put("sample", SAMPLE);
  }

  /**
   * What became an option later is left out where it has its default, so that answers from before
   * keep their names.
   */
  private static void put(ObjectNode options, ChunkLimits chunks) {
    ChunkLimits usual = ChunkLimits.DEFAULT;
    if (chunks.tokenMargin() != usual.tokenMargin()) {
      options.put("token_margin", chunks.tokenMargin());
    }
    if (chunks.feedbackTokens() != usual.feedbackTokens()) {
      options.put("feedback_tokens", chunks.feedbackTokens());
    }
    if (chunks.maxSplits() != usual.maxSplits()) {
      options.put("max_splits", chunks.maxSplits());
    }
    if (chunks.maxSummaries() != usual.maxSummaries()) {
      options.put("max_summaries", chunks.maxSummaries());
    }
  }

  /** Who answers, as part of a key. */
  static ObjectNode model(ModelIdentity model) {
    return Json.object()
        .put("provider", model.provider())
        .put("name", model.name())
        .put("digest", model.weights().orElse(null));
  }

  /**
   * Returns the key of an invocation.
   *
   * @param common from {@link #common}
   * @param input what it is about
   */
  public static InvocationKey of(ObjectNode common, InputKey input) {
    ObjectNode parts = common.deepCopy();
    parts.put("input", input.hash().hex());
    return new InvocationKey(CanonicalJson.digest(parts).hash());
  }

  @Override
  public int compareTo(InvocationKey other) {
    return hash.compareTo(other.hash);
  }
}
