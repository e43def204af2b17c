package io.catalytic.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catalytic.digest.Digest;
import io.catalytic.digest.Hash;
import io.catalytic.digest.Json;
import io.catalytic.run.RunFiles;
import io.catalytic.run.RunRecord;
import io.catalytic.run.validation.RunFinding;
import io.catalytic.run.validation.RunValidator;
import io.catalytic.run.validation.ValidationOptions;
import io.catalytic.run.validation.ValidationReport;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.Stores;
import io.catalytic.store.WriteBatch;
import io.catalytic.tokens.TokenCounter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is changed of a finished run is found, and named by file, line and place. */
class RunValidationTest {
  private static final List<String> LISTS =
      List.of(
          "results.jsonl",
          "dead-letters.jsonl",
          "skipped.jsonl",
          "manifest.jsonl",
          "provenance.jsonl");
  private static final List<String> VALUES = List.of("run.json", "proof.json");

  @TempDir private static Path written;
  @TempDir private Path temp;
  private Path run;
  private ObjectStore store;

  @BeforeAll
  static void runTwice() throws IOException {
    new WrittenRuns(written).make();
  }

  /**
   * Each test has a copy of its own of both runs; the store they share, but where it is changed.
   */
  @BeforeEach
  void copy() throws IOException {
    store = Stores.openExisting(written.resolve("store").toString());
    run = temp;
  }

  @AfterEach
  void close() throws IOException {
    store.close();
  }

  private void use(String name) throws IOException {
    use(name, files());
  }

  private void use(String name, List<String> files) throws IOException {
    run = Files.createDirectories(temp.resolve(name));
    for (String file : files) {
      Files.write(run.resolve(file), Files.readAllBytes(written.resolve(name).resolve(file)));
    }
  }

  private static List<String> files() {
    List<String> files = new ArrayList<>(VALUES);
    files.addAll(LISTS);
    return files;
  }

  private ValidationReport validate() throws IOException {
    return RunValidator.validate(run, store, ValidationOptions.DEFAULT);
  }

  private List<String> found() throws IOException {
    return validate().findings().stream()
        .map(finding -> finding.kind().wireName() + " " + finding.where())
        .toList();
  }

  private List<String> lines(String file) throws IOException {
    return new ArrayList<>(Files.readAllLines(run.resolve(file)));
  }

  private void write(String file, List<String> lines) throws IOException {
    Files.writeString(
        run.resolve(file), String.join("", lines.stream().map(line -> line + "\n").toList()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"restored", "not-restored"})
  void aRunIsValidAsItWasWritten(String name) throws IOException {
    use(name);
    ValidationReport report = validate();
    assertThat(report.findings()).isEmpty();
    assertThat(report.isValid()).isTrue();
    assertThat(report.answers()).isEqualTo(4);
    assertThat(report.root()).contains(record().at("/restoration/root_before").asText());
  }

  private JsonNode record() throws IOException {
    return Json.parse(Files.readString(run.resolve("run.json")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"restored", "not-restored"})
  void everyChangeOfEveryValueIsFoundAtItsPlace(String name) throws IOException {
    use(name);
    int changes = 0;
    for (String file : VALUES) {
      String text = Files.readString(run.resolve(file));
      for (Tampering tampering : Tampering.all(Json.parse(text))) {
        Files.writeString(run.resolve(file), text(file, tampering.value()));
        assertNames(file, 0, tampering);
        changes++;
      }
      Files.writeString(run.resolve(file), text);
    }
    for (String file : LISTS) {
      List<String> lines = lines(file);
      for (int i = 0; i < lines.size(); i++) {
        for (Tampering tampering : Tampering.all(Json.parse(lines.get(i)))) {
          List<String> changed = new ArrayList<>(lines);
          changed.set(i, Json.write(tampering.value()));
          write(file, changed);
          assertNames(file, i + 1, tampering);
          changes++;
        }
      }
      write(file, lines);
    }
    assertThat(changes).isGreaterThan(400);
    assertThat(found()).isEmpty();
  }

  private static String text(String file, JsonNode value) {
    return file.equals("run.json") && value instanceof ObjectNode record
        ? RunRecord.text(record)
        : Json.pretty(value) + "\n";
  }

  private void assertNames(String file, long line, Tampering tampering) throws IOException {
    List<RunFinding> findings = validate().findings();
    assertThat(findings)
        .as("%s:%s %s in %s", file, line, tampering.pointer(), tampering.value())
        .anyMatch(
            finding ->
                finding.file().equals(file)
                    && (line == 0 || finding.line().orElse(0) == line)
                    && finding.line().isPresent()
                    && finding.pointer().orElse("none").startsWith(tampering.pointer()));
  }

  @Test
  void theSameValueInOtherBytesIsFound() throws IOException {
    use("restored");
    for (String file : files()) {
      String text = Files.readString(run.resolve(file));
      Files.writeString(run.resolve(file), text.replaceFirst(":", " :"));
      assertThat(found()).as(file).first().asString().startsWith("changed " + file);
      Files.writeString(run.resolve(file), text.replaceFirst("\n", "\r\n"));
      assertThat(found()).as(file).first().asString().startsWith("changed " + file);
      Files.writeString(run.resolve(file), text);
    }
  }

  @Test
  void aFileThatIsMissingSurplusOrNoneIsFound() throws IOException {
    for (String file : files()) {
      use("restored");
      Files.delete(run.resolve(file));
      assertThat(found()).as(file).contains("missing " + file);
      Files.createSymbolicLink(run.resolve(file), written.resolve("restored").resolve(file));
      assertThat(found()).as(file).contains("form " + file);
      Files.delete(run.resolve(file));
    }
    use("restored");
    Files.createFile(run.resolve("results.jsonl.orig"));
    assertThat(found()).containsExactly("surplus results.jsonl.orig");
  }

  @Test
  void linesThatAreGoneAddedTwiceOrSwappedAreFound() throws IOException {
    use("restored");
    for (String file : LISTS) {
      List<String> lines = lines(file);
      for (int i = 0; i < lines.size(); i++) {
        List<String> changed = new ArrayList<>(lines);
        changed.remove(i);
        write(file, changed);
        assertThat(found()).contains("missing " + file + ":" + (i + 1));
        changed.add(i, lines.get(i));
        changed.add(i, lines.get(i));
        write(file, changed);
        assertThat(found()).contains("surplus " + file + ":" + (i + 2));
        if (i > 0) {
          changed = new ArrayList<>(lines);
          Collections.swap(changed, i - 1, i);
          write(file, changed);
          assertThat(found())
              .contains("missing " + file + ":" + i, "surplus " + file + ":" + (i + 1))
              .contains("form " + file + ":" + (i + 1) + " /path");
        }
      }
      Collections.reverse(lines);
      write(file, lines);
      assertThat(validate().isValid()).as(file).isEqualTo(lines.size() < 2);
      Collections.reverse(lines);
      write(file, lines);
    }
  }

  @Test
  void aFileThatWasCutIsFound() throws IOException {
    use("restored");
    for (String file : files()) {
      byte[] bytes = Files.readAllBytes(run.resolve(file));
      int last = lines(file).size();
      for (int cut = 1; cut < Math.min(bytes.length, 60); cut++) {
        Files.write(run.resolve(file), Arrays.copyOf(bytes, bytes.length - cut));
        assertThat(found())
            .as("%s, %d bytes less", file, cut)
            .anyMatch(place -> place.startsWith("changed " + file) || place.contains(file + ":"));
      }
      Files.write(run.resolve(file), new byte[0]);
      assertThat(found()).as("%s of %d lines", file, last).anyMatch(place -> place.contains(file));
      Files.write(run.resolve(file), bytes);
    }
  }

  @Test
  void aRunThatNeverFinishedIsToldAsSuch() throws IOException {
    run = Files.createDirectories(temp.resolve("interrupted"));
    assertThat(validate().findings().get(0).what()).contains("the run did not finish");
    Files.writeString(run.resolve(".results.jsonl.1234.tmp"), "{\"pa");
    assertThat(found())
        .contains("missing run.json", "missing results.jsonl", "surplus .results.jsonl.1234.tmp");
  }

  @Test
  void withoutTheStoresRecordThatIsTheFindingAndTheFilesAreHeldAgainstEachOther()
      throws IOException {
    use("restored");
    store.close();
    store = Stores.inMemory();
    assertThat(found()).contains("missing run.json:2 /run_id", "missing results.jsonl");
    Files.writeString(
        run.resolve("manifest.jsonl"),
        Files.readString(run.resolve("manifest.jsonl")).replaceFirst("\"size\":8", "\"size\":9"));
    assertThat(found())
        .contains(
            "changed manifest.jsonl",
            "contradiction run.json:7 /restoration/root_before",
            "contradiction proof.json:6 /before/root");
  }

  /** What somebody can't do who rewrites the store too, so that every file is as recorded. */
  @ParameterizedTest
  @ValueSource(strings = {"restored", "not-restored"})
  void whatHoldsTogetherIsFoundEvenIfTheStoreWasRewritten(String name) throws IOException {
    use(name);
    store.close();
    store = Stores.inMemory();
    copyStore();
    TreeSet<String> unseen = new TreeSet<>();
    for (String file : VALUES) {
      String text = Files.readString(run.resolve(file));
      for (Tampering tampering : Tampering.all(Json.parse(text))) {
        Files.writeString(run.resolve(file), text(file, tampering.value()));
        forged(file, tampering, unseen);
        use(name, List.of(file, RunFiles.RECORD));
      }
    }
    for (String file : LISTS) {
      List<String> lines = lines(file);
      for (int i = 0; i < lines.size(); i++) {
        for (Tampering tampering : Tampering.all(Json.parse(lines.get(i)))) {
          List<String> changed = new ArrayList<>(lines);
          changed.set(i, Json.write(tampering.value()));
          write(file, changed);
          forged(file, tampering, unseen);
          use(name, List.of(file, RunFiles.RECORD));
        }
      }
    }
    TreeSet<String> recordedOnly =
        new TreeSet<>(
            List.of(
                "dead-letters.jsonl /detail",
                "provenance.jsonl /attempts",
                "provenance.jsonl /chunks",
                "provenance.jsonl /duration_ms",
                "provenance.jsonl /memoised",
                "provenance.jsonl /model",
                "provenance.jsonl /output_tokens",
                "provenance.jsonl /prompt_tokens",
                "provenance.jsonl /recovered",
                "run.json /domain/path",
                "run.json /model/digest",
                "run.json /model/name",
                "run.json /model/provider",
                "run.json /run_id",
                "run.json /timings_ms/root_after",
                "run.json /timings_ms/root_before",
                "run.json /timings_ms/total",
                "run.json /tokens/content",
                "run.json /tokens/worker_output",
                "run.json /tokens/worker_prompt",
                "skipped.jsonl /detail"));
    if (name.equals("not-restored")) {
      recordedOnly.add("proof.json /not_rehashed/path");
      recordedOnly.add("proof.json /not_rehashed/path_base64");
      recordedOnly.add("proof.json /not_rehashed/reason");
    }
    assertThat(unseen).as(name).containsExactlyElementsOf(recordedOnly);
  }

  private void copyStore() throws IOException {
    try (ObjectStore from = Stores.openExisting(written.resolve("store").toString());
        WriteBatch batch = store.begin()) {
      for (String line : lines("results.jsonl")) {
        JsonNode output = Json.parse(line).path("output");
        batch.put(Json.write(output).getBytes(StandardCharsets.UTF_8));
      }
      List<String> pointers = new ArrayList<>(List.of("/instruction/digest"));
      pointers.add("/restoration/manifest_after");
      for (String pointer : pointers) {
        String hex = record().at(pointer).asText();
        if (!hex.isEmpty()) {
          batch.put(from.read(Hash.parse(hex), 1 << 20));
        }
      }
      batch.commit();
    }
  }

  private void forged(String file, Tampering tampering, Set<String> unseen) throws IOException {
    ObjectNode record = (ObjectNode) record();
    try (WriteBatch batch = store.begin()) {
      for (String output : files()) {
        byte[] bytes = Files.readAllBytes(run.resolve(output));
        if (!output.equals(RunFiles.RECORD) && !file.equals(RunFiles.RECORD)) {
          record.withObjectProperty("outputs").put(output, Digest.of(bytes).hash().hex());
          batch.put(bytes);
        } else if (!output.equals(RunFiles.RECORD)) {
          batch.put(bytes);
        }
      }
      batch.commit();
    }
    recount(record, tampering);
    byte[] text = RunRecord.text(record).getBytes(StandardCharsets.UTF_8);
    Files.write(run.resolve(RunFiles.RECORD), text);
    String id = record.path("run_id").asText();
    store.refs().write("runs/" + run.getFileName(), text);
    if (id.matches("[a-z-]+")) {
      store.refs().write("runs/" + id, text);
    }
    if (validate().isValid()) {
      unseen.add(file + " " + tampering.pointer().replaceAll("/[0-9]+(?=/|$)", ""));
    }
  }

  /** A careful forger counts the record's tokens again. */
  private static void recount(ObjectNode record, Tampering tampering) {
    if (!(record.path("tokens") instanceof ObjectNode tokens)
        || tampering.pointer().startsWith("/tokens")) {
      return;
    }
    String text = "";
    for (int i = 0; i < 8 && !text.equals(RunRecord.text(record)); i++) {
      text = RunRecord.text(record);
      long counted = TokenCounter.count(text);
      tokens.put("orchestrator", counted);
      tokens.put("ratio", RunRecord.ratio(tokens.path("content").asLong(), counted, 1));
    }
  }

  @Test
  void anAnswerThatTheStoreLostIsNamedAtItsLine() throws IOException {
    use("restored");
    Path lost = Files.createDirectories(temp.resolve("lost"));
    WrittenRuns.copyTree(written.resolve("store"), lost);
    store.close();
    WrittenRuns.flip(lost, "{\"lines\":2}");
    store = Stores.openExisting(lost.toString());
    assertThat(found())
        .anyMatch(place -> place.matches("(corrupt|missing) results.jsonl:[0-9] /result"));
  }
}
