package io.catalytic.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.catalytic.digest.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/**
 * What Flink's REST API shows of a job.
 *
 * @param master where the port is, as {@code HOST:PORT}
 * @param id the job's
 */
record FlinkJob(String master, String id) {

  /** Returns the one of this name. */
  static FlinkJob named(String name, String master) throws IOException {
    for (JsonNode job : ask(master, "/jobs/overview").get("jobs")) {
      if (job.get("name").asText().equals(name)) {
        return new FlinkJob(master, job.get("jid").asText());
      }
    }
    throw new IOException("no job " + name + " at " + master);
  }

  /**
   * Returns Beam's metrics of a namespace, added up over steps: the value of a counter, the count
   * of a distribution. The accumulator's value is JSON, in which a number is in Beam's own
   * encoding.
   */
  Map<String, Long> beamMetrics(String namespace) throws IOException {
    Map<String, Long> sums = new HashMap<>();
    for (JsonNode accumulator :
        ask(master, "/jobs/" + id + "/accumulators").get("user-task-accumulators")) {
      if (accumulator.get("name").asText().equals("__metricscontainers")) {
        JsonNode metrics = Json.parse(accumulator.get("value").asText());
        for (JsonNode metric : metrics.at("/metrics/attempted")) {
          if (metric.at("/labels/NAMESPACE").asText().equals(namespace)) {
            byte[] payload = Base64.getDecoder().decode(metric.get("payload").asText());
            sums.merge(
                metric.at("/labels/NAME").asText(), varint(ByteBuffer.wrap(payload)), Long::sum);
          }
        }
      }
    }
    return sums;
  }

  private static long varint(ByteBuffer bytes) {
    long value = 0;
    int shift = 0;
    byte next;
    do {
      next = bytes.get();
      value |= (next & 0x7fL) << shift;
      shift += 7;
    } while (next < 0);
    return value;
  }

  private static JsonNode ask(String master, String path) throws IOException {
    try (InputStream in = URI.create("http://" + master + path).toURL().openStream()) {
      return Json.parse(in.readAllBytes());
    }
  }
}
