package io.catalytic.domain;

import com.fasterxml.jackson.databind.JsonNode;
import io.catalytic.digest.Hash;
import io.catalytic.digest.Json;
import java.io.IOException;

/**
 * A proof, and what a verifier has to say of it.
 *
 * @param name what was done to it
 * @param root the root that the user trusts
 * @param refusal a part of the reason to refuse it; empty if it holds
 * @param proof the proof
 */
record ProofVector(String name, Hash root, String refusal, JsonNode proof) {

  static ProofVector parse(String name, byte[] json) throws IOException {
    JsonNode vector = Json.parse(json);
    return new ProofVector(
        name,
        Hash.parse(vector.path("root").asText()),
        vector.path("refusal").asText(),
        vector.path("proof"));
  }

  String text() {
    return Json.pretty(
            Json.object().put("root", root.hex()).put("refusal", refusal).set("proof", proof))
        + "\n";
  }

  boolean holds() {
    return refusal.isEmpty();
  }

  @Override
  public String toString() {
    return name;
  }
}
