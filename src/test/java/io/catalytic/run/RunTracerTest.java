package io.catalytic.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catalytic.digest.Digest;
import io.catalytic.digest.Hash;
import io.catalytic.digest.Json;
import io.catalytic.store.Stores;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunTracerTest {
  private static final Hash RESULTS = Digest.of(new byte[1]).hash();
  private static final Hash MANIFEST = Digest.of(new byte[2]).hash();
  private static final Hash PROOF = Digest.of(new byte[3]).hash();

  private static ObjectNode record() {
    ObjectNode record = Json.object().put("schema_version", "1.0").put("run_id", "7");
    record
        .putObject("outputs")
        .put("results.jsonl", RESULTS.hex())
        .put("manifest.jsonl", MANIFEST.hex())
        .put("proof.json", PROOF.hex());
    return record;
  }

  private static List<Hash> trace(ObjectNode record) throws IOException {
    List<Hash> needed = new ArrayList<>();
    byte[] bytes = RunRecord.text(record).getBytes(StandardCharsets.UTF_8);
    new RunTracer().trace("runs/7", bytes, Stores.inMemory(), needed::add);
    return needed;
  }

  private static void assertRefused(ObjectNode record, String message) {
    assertThatThrownBy(() -> trace(record)).isInstanceOf(IOException.class).hasMessage(message);
  }

  @Test
  void aRunNeedsItsOutputsButForTheProofWhichTheStoreDoesNotHave() throws IOException {
    assertThat(trace(record())).containsExactly(RESULTS, MANIFEST);
  }

  @Test
  void whatIsNoRecordOfTheRunIsRefused() {
    assertRefused(
        record().put("schema_version", "2.0"),
        "the run record has version 2.0; this program reads 1.x: use a newer one");
    assertRefused(record().put("run_id", "8"), "the run record is that of run \"8\"");
    assertRefused(record().put("outputs", "none"), "the run record has no /outputs");
    ObjectNode bad = record();
    bad.withObjectProperty("outputs").put("results.jsonl", "x");
    assertRefused(
        bad,
        "the run record has at /outputs/results.jsonl: a hash is written as 64 lower-case hex"
            + " digits; got \"x\"");
    assertThatThrownBy(
            () -> new RunTracer().trace("runs/7", new byte[1], Stores.inMemory(), hash -> {}))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("the run record is not JSON: ");
  }
}
