package io.catalytic.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.catalytic.digest.Hash;
import io.catalytic.digest.Json;
import io.catalytic.store.Mark;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.RefTracer;
import java.io.IOException;
import java.util.Map;

/**
 * Follows {@code runs/<run id>}, a run record, to all that its validation takes: the run's outputs,
 * every answer, the instruction, the manifest after. The contents of its domain are the affair of
 * {@code roots/<root>}.
 *
 * <p>Records of version 1.0 need only what their runs were sure to leave; the rest is kept where it
 * is there.
 */
public final class RunTracer implements RefTracer {

  /** The first part of the refs' names. */
  public static final String KIND = "runs";

  private static final String FIRST_VERSION = "1.0";

  /** Made by the service loader. */
  public RunTracer() {}

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public void trace(String name, byte[] value, ObjectStore store, Mark mark) throws IOException {
    JsonNode record = record(name, value);
    Mark sure = record.path("schema_version").asText().equals(FIRST_VERSION) ? mark::keeps : mark;
    JsonNode outputs = record.path("outputs");
    if (!outputs.isObject() || outputs.isEmpty()) {
      throw new IOException("the run record has no /outputs");
    }
    for (Map.Entry<String, JsonNode> output : outputs.properties()) {
      Hash hash = hash("/outputs/" + output.getKey(), output.getValue());
      (output.getKey().equals(RunFiles.PROOF) ? sure : mark).needs(hash);
    }
    sure.needs(hash("/instruction/digest", record.at("/instruction/digest")));
    JsonNode after = record.at("/restoration/manifest_after");
    if (!after.isMissingNode()) {
      mark.needs(hash("/restoration/manifest_after", after));
    }
    Hash results = hash("/outputs/" + RunFiles.RESULTS, outputs.path(RunFiles.RESULTS));
    ResultNames.forEach(results, store, sure::needs);
  }

  private static JsonNode record(String name, byte[] value) throws IOException {
    JsonNode record;
    try {
      record = Json.parse(value);
    } catch (JsonProcessingException e) {
      throw new IOException("the run record is not JSON: " + e.getOriginalMessage(), e);
    }
    String version = record.path("schema_version").asText();
    if (!version.startsWith(RunRecord.MAJOR)) {
      throw new IOException(
          "the run record has version "
              + version
              + "; this program reads "
              + RunRecord.MAJOR
              + "x: use a newer one");
    }
    String id = record.path("run_id").asText();
    if (!name.equals(KIND + "/" + id)) {
      throw new IOException("the run record is that of run \"" + id + "\"");
    }
    return record;
  }

  private static Hash hash(String pointer, JsonNode hex) throws IOException {
    try {
      return Hash.parse(hex.asText());
    } catch (IllegalArgumentException e) {
      throw new IOException("the run record has at " + pointer + ": " + e.getMessage(), e);
    }
  }
}
