package io.catalytic.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catalytic.digest.Digest;
import io.catalytic.digest.Hash;
import io.catalytic.digest.Json;
import io.catalytic.store.Mark;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.Stores;
import io.catalytic.store.WriteBatch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RunTracerTest {
  private static final Hash MANIFEST = Digest.of(new byte[2]).hash();
  private static final Hash PROOF = Digest.of(new byte[3]).hash();
  private static final Hash ASKED = Digest.of(new byte[4]).hash();
  private static final Hash AFTER = Digest.of(new byte[5]).hash();
  private static final Hash ANSWER = Digest.of(new byte[6]).hash();

  private final ObjectStore store = Stores.inMemory();
  private Hash results = Hash.ZERO;

  @BeforeEach
  void putResults() throws IOException {
    results =
        put(
            """
            {"path":"a","result":"%s","output":{"result":"no answer's name"}}
            {"path":"b","result":null,"output":null}
            """
                .formatted(ANSWER));
  }

  private Hash put(String text) throws IOException {
    try (WriteBatch batch = store.begin()) {
      Hash hash = batch.put(text.getBytes(StandardCharsets.UTF_8)).hash();
      batch.commit();
      return hash;
    }
  }

  private ObjectNode record() {
    ObjectNode record = Json.object().put("schema_version", "1.1").put("run_id", "7");
    record.putObject("instruction").put("digest", ASKED.hex());
    record
        .putObject("outputs")
        .put("results.jsonl", results.hex())
        .put("manifest.jsonl", MANIFEST.hex())
        .put("proof.json", PROOF.hex());
    return record;
  }

  private static final class Marked implements Mark {
    final List<Hash> needed = new ArrayList<>();
    final List<Hash> kept = new ArrayList<>();

    @Override
    public void needs(Hash hash) {
      needed.add(hash);
    }

    @Override
    public void keeps(Hash hash) {
      kept.add(hash);
    }
  }

  private Marked trace(ObjectNode record) throws IOException {
    Marked marked = new Marked();
    byte[] bytes = RunRecord.text(record).getBytes(StandardCharsets.UTF_8);
    new RunTracer().trace("runs/7", bytes, store, marked);
    return marked;
  }

  private void assertRefused(ObjectNode record, String message) {
    assertThatThrownBy(() -> trace(record)).isInstanceOf(IOException.class).hasMessage(message);
  }

  @Test
  void aRunNeedsItsOutputsItsInstructionAndItsAnswers() throws IOException {
    Marked marked = trace(record());
    assertThat(marked.needed).containsExactly(results, MANIFEST, PROOF, ASKED, ANSWER);
    assertThat(marked.kept).isEmpty();
  }

  @Test
  void aRunThatDidNotRestoreItsDomainNeedsTheManifestAfter() throws IOException {
    ObjectNode record = record();
    record.putObject("restoration").put("manifest_after", AFTER.hex());
    assertThat(trace(record).needed).contains(AFTER);
  }

  @Test
  void aRunOfTheFirstVersionKeepsWhatItsProgramMayNotHavePut() throws IOException {
    Marked marked = trace(record().put("schema_version", "1.0"));
    assertThat(marked.needed).containsExactly(results, MANIFEST);
    assertThat(marked.kept).containsExactly(PROOF, ASKED, ANSWER);
  }

  @Test
  void resultsThatAreNoneAreRefused() throws IOException {
    results = put("{\"path\":\"a\",\"result\":\"x\"}\n");
    assertThatThrownBy(() -> trace(record()))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("the results " + results + " are damaged: ");
    results = put("{\"path\":");
    assertThatThrownBy(() -> trace(record())).hasMessageContaining("are damaged");
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
