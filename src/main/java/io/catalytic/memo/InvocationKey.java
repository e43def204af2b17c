package io.catalytic.memo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catalytic.digest.CanonicalJson;
import io.catalytic.digest.Hash;
import io.catalytic.digest.Json;
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
  private static final int FORMAT = 1;

  /**
   * Returns the key's parts that all invocations of one run share.
   *
   * @param instruction digest of the instruction
   * @param model who answers
   * @param spec how it is asked
   * @param maxAttempts how often at most
   */
  public static ObjectNode common(
      Hash instruction, ModelIdentity model, ModelSpec spec, int maxAttempts) {
    ObjectNode parts = Json.object().put("format", FORMAT).put("instruction", instruction.hex());
    parts
        .putObject("model")
        .put("provider", model.provider())
        .put("name", model.name())
        .put("digest", model.weights().orElse(null));
    parts
        .putObject("options")
        .put("context_tokens", spec.contextTokens())
        .put("max_output_tokens", spec.maxOutputTokens())
        .put("temperature", spec.temperature())
        .put("seed", spec.seed())
        .put("max_attempts", maxAttempts);
    return parts;
  }

  /**
   * Returns the key of an invocation.
   *
   * @param common from {@link #common}
   * @param input everything that the input is made of
   */
  public static InvocationKey of(ObjectNode common, ObjectNode input) {
    ObjectNode parts = common.deepCopy();
    parts.set("input", input);
    return new InvocationKey(CanonicalJson.digest(parts).hash());
  }

  @Override
  public int compareTo(InvocationKey other) {
    return hash.compareTo(other.hash);
  }
}
