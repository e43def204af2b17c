package io.catalytic.memo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catalytic.digest.CanonicalJson;
import io.catalytic.digest.Digest;
import io.catalytic.digest.Hash;
import io.catalytic.digest.Json;
import io.catalytic.model.ModelIdentity;
import io.catalytic.model.ModelRequest;
import io.catalytic.model.ModelSpec;
import java.nio.charset.StandardCharsets;

/**
 * Names one call: everything that the server is sent, and who it is. The same prompt asked again
 * within an invocation is another call.
 *
 * @param hash SHA-256 of the parts in canonical JSON
 */
record CallKey(Hash hash) {
  private static final int FORMAT = 1;

  static CallKey of(ModelIdentity model, ModelSpec spec, ModelRequest request) {
    return of(model, spec, request, CanonicalJson.digest(request.decodingSchema()).hash());
  }

  /**
   * Returns the key of a call.
   *
   * @param schema digest of the request's schema, which is the same for many
   */
  static CallKey of(ModelIdentity model, ModelSpec spec, ModelRequest request, Hash schema) {
    ObjectNode parts = Json.object().put("format", FORMAT).put("kind", "call");
    parts.set("model", InvocationKey.model(model));
    parts
        .put("context_tokens", spec.contextTokens())
        .put("max_output_tokens", request.maxOutputTokens())
        .put("temperature", spec.temperature())
        .put("seed", spec.seed())
        .put("prompt", Digest.of(request.prompt().getBytes(StandardCharsets.UTF_8)).hash().hex())
        .put("schema", schema.hex())
        .put("sample", request.sample());
    return new CallKey(CanonicalJson.digest(parts).hash());
  }
}
