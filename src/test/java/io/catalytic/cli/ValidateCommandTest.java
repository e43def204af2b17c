package io.catalytic.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catalytic.digest.Json;
import io.catalytic.instruction.ShownCode;
import io.catalytic.model.OllamaAnswer;
import io.catalytic.model.OllamaServer;
import io.catalytic.schema.JsonSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs of the embedded worker, validated. */
class ValidateCommandTest {
  @TempDir private Path temp;
  private Path dir;
  private Path store;
  private Path run;

  @BeforeEach
  void paths() throws IOException {
    dir = Files.createDirectories(temp.resolve("domain"));
    store = temp.resolve("store");
    run = temp.resolve("run");
  }

  private void analyze(int code, Object... more) {
    List<Object> words = new ArrayList<>(List.of("analyze", dir, "--store", store, "--out", run));
    // With one thread: the runner's others would only turn round while the parser is waited for.
    words.addAll(List.of("--parallelism", 1));
    words.addAll(List.of(more));
    Cli.run(words.toArray()).endsWith(code);
  }

  private Cli validate(Object... more) {
    List<Object> words = new ArrayList<>(List.of("validate", run, "--store", store));
    words.addAll(List.of(more));
    return Cli.run(words.toArray());
  }

  private void edit(String file, String from, String to) throws IOException {
    String text = Files.readString(run.resolve(file));
    assertThat(text).contains(from);
    Files.writeString(run.resolve(file), text.replace(from, to));
  }

  @Test
  void aRunStaysValidWhereverItsFilesAndItsStoreAreMovedAndAfterACollection() throws IOException {
    Files.writeString(dir.resolve("a.py"), "def f(x): pass\n");
    Files.writeString(dir.resolve("b.txt"), "text\n");
    analyze(ExitCode.OK);
    Path movedStore = Files.move(store, temp.resolve("moved store"));
    Path movedRun = Files.move(run, temp.resolve("moved run"));
    assertThat(Cli.run("validate", movedRun, "--store", store).endsWith(2).err())
        .contains("there is no store");
    for (int i = 0; i < 2; i++) {
      Cli.run("store", "gc", "--grace", "0s", "--store", movedStore).endsWith(ExitCode.OK);
    }
    assertThat(Cli.run("validate", movedRun, "--store", movedStore).endsWith(ExitCode.OK).out())
        .startsWith(movedRun + ": valid; 6 lines, ")
        .contains(" 1 answers read again; root ");
    Cli.run("store", "fsck", "--store", movedStore).endsWith(ExitCode.OK);
  }

  @Test
  void aRunOfNoFilesIsValid() throws IOException {
    analyze(ExitCode.OK);
    assertThat(validate().endsWith(ExitCode.OK).out()).contains(": valid; 1 lines");
    run = temp.resolve("all skipped");
    Files.createDirectories(dir.resolve("empty"));
    Files.writeString(dir.resolve("b.txt"), "text\n");
    analyze(ExitCode.OK);
    assertThat(validate().endsWith(ExitCode.OK).out()).contains(": valid; 4 lines");
  }

  @Test
  void anIncompleteRunIsValidAndMayNotBeCalledComplete() throws IOException {
    Files.writeString(dir.resolve("a.py"), "def f(x): pass\n");
    analyze(ExitCode.INCOMPLETE, "--include", "*.py", "--include", "gone.py");
    validate().endsWith(ExitCode.OK);
    edit("run.json", "\"incomplete\"", "\"ok\"");
    assertThat(validate().endsWith(ExitCode.NOT_RESTORED).out())
        .startsWith(
            "changed       run.json:3 /status: the run wrote \"incomplete\"; here is \"ok\"\n");
  }

  @Test
  void answersInOtherTextAreCountedAndTheCountIsChecked() throws IOException {
    Files.writeString(dir.resolve("a.py"), "def f(x): pass\n");
    Files.writeString(dir.resolve("b.py"), "def g(x): pass\n");
    String good = "{\"functions\":[],\"classes\":[],\"imports\":[]}";
    try (OllamaServer server =
        OllamaServer.answering(
            chat ->
                OllamaAnswer.of(
                    ShownCode.of(chat).contains("def g")
                        ? "Here:\n```json\n" + good + "\n```"
                        : good))) {
      analyze(ExitCode.OK, "--model", "ollama:m", "--model-url", server.url());
    }
    validate().endsWith(ExitCode.OK);
    edit("run.json", "\"recovered\":1,", "");
    assertThat(validate().endsWith(ExitCode.NOT_RESTORED).out()).contains(" /counts/recovered: ");
    edit("run.json", "\"memoised\":0,", "\"memoised\":0,\"recovered\":2,");
    assertThat(validate().endsWith(ExitCode.NOT_RESTORED).out()).contains(" /counts/recovered: ");
  }

  @Test
  void aChangedAnswerIsNamedByFileLineAndPlace() throws IOException {
    Files.writeString(dir.resolve("a.py"), "def f(x): pass\n");
    analyze(ExitCode.OK);
    edit("results.jsonl", "\"name\":\"f\"", "\"name\":\"g\"");
    String out = validate().endsWith(ExitCode.NOT_RESTORED).out();
    assertThat(out)
        .contains("changed       results.jsonl:1 /output/functions/0/name: the run wrote \"f\";")
        .contains("contradiction results.jsonl:1 /result: the output has the SHA-256 ")
        .contains(": NOT VALID, 2 findings; 4 lines");
  }

  @Test
  void aRunThatPutItsDomainBackIsValidAndMayNotTellThatOtherwise() throws IOException {
    Path file = Files.writeString(dir.resolve("a.py"), "def f(x): pass\n");
    Path gone = Files.writeString(dir.resolve("b.txt"), "text\n");
    try (OllamaServer server =
        OllamaServer.answering(
            chat -> {
              try {
                Files.writeString(file, "edited\n");
                Files.deleteIfExists(gone);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
              return OllamaAnswer.of("{\"functions\":[],\"classes\":[],\"imports\":[]}");
            })) {
      analyze(ExitCode.OK, "--repair", "--model", "ollama:m", "--model-url", server.url());
    }
    assertThat(file).hasContent("def f(x): pass");
    assertThat(gone).hasContent("text");
    assertThat(validate().endsWith(ExitCode.OK).out()).contains(": valid; ");
    edit("run.json", "\"changes\":2", "\"changes\":1");
    assertThat(validate().endsWith(ExitCode.NOT_RESTORED).out())
        .contains("/restoration/repair/changes: the run wrote 2; here is 1\n");
    edit("run.json", "\"changes\":1", "\"changes\":2");
    validate().endsWith(ExitCode.OK);
    edit("proof.json", "b.txt", "c.txt");
    assertThat(validate().endsWith(ExitCode.NOT_RESTORED).out()).contains("proof.json");
  }

  @Test
  void whatIsPrintedAsJsonFitsItsSchema() throws IOException {
    JsonSchema schema = JsonSchema.named("validation");
    Files.writeString(dir.resolve("a.py"), "def f(x): pass\n");
    analyze(ExitCode.OK);
    JsonNode valid = validate("--json").endsWith(ExitCode.OK).json();
    assertThat(schema.check(valid)).isEmpty();
    assertThat(valid.get("valid").asBoolean()).isTrue();
    Files.delete(run.resolve("skipped.jsonl"));
    Files.createFile(run.resolve("other"));
    Files.write(run.resolve("manifest.jsonl"), new byte[] {(byte) 0xff, '\n'});
    edit("run.json", "\"ok\"", "\"bad\"");
    edit("results.jsonl", "\"answered\"", "\"dead_letter\"");
    JsonNode invalid = validate("--json").endsWith(ExitCode.NOT_RESTORED).json();
    assertThat(schema.check(invalid)).isEmpty();
    assertThat(invalid.get("total").asInt()).isEqualTo(invalid.get("findings").size());
    assertThat(schema.check(invalid.<ObjectNode>deepCopy().put("valid", true))).isNotEmpty();
  }

  @Test
  void findingsBeyondTheLimitAreCounted() throws IOException {
    for (int i = 0; i < 20; i++) {
      Files.writeString(dir.resolve("f" + i + ".py"), "x = " + i + "\n");
    }
    analyze(ExitCode.OK);
    edit("manifest.jsonl", "\"mode\":\"0", "\"mode\":\"1");
    JsonNode all = validate("--json", "--max-findings", 1000).endsWith(5).json();
    JsonNode few = validate("--json", "--max-findings", 3).endsWith(5).json();
    assertThat(few.get("findings")).hasSize(3);
    assertThat(few.get("total").asInt()).isGreaterThanOrEqualTo(all.get("total").asInt());
    assertThat(all.get("found").get("changed").asInt()).isEqualTo(21);
    assertThat(validate("--max-findings", 3).endsWith(5).out())
        .contains("and " + (few.get("total").asInt() - 3) + " more; list them with --max-findings");
  }

  @Test
  void whatIsTooLongToBeHeldIsAFindingAndNeverPassedOver() throws IOException {
    Files.writeString(dir.resolve("a.py"), "def f(x): pass\n");
    analyze(ExitCode.OK);
    String out = validate("--max-line", "100").endsWith(ExitCode.NOT_RESTORED).out();
    for (String place : List.of("run.json", "proof.json", "manifest.jsonl:2", "results.jsonl:1")) {
      assertThat(out).contains("form          " + place + ": ").contains("see --max-line");
    }
  }

  @Test
  void whatIsNoRunIsBadInput() throws IOException {
    analyze(ExitCode.OK);
    for (Path none : List.of(temp.resolve("none"), Files.createFile(temp.resolve("file")))) {
      assertThat(Cli.run("validate", none, "--store", store).endsWith(2).err())
          .isEqualTo("catalytic: " + none + ": there is no such directory\n");
    }
    assertThat(Cli.run("validate", temp, "--store", store).endsWith(2).err())
        .contains("is not the directory of a run");
    validate("--max-findings", 0).endsWith(2);
    validate("--max-line", "2G").endsWith(2);
    validate("--max-line", "much").endsWith(2);
  }

  @Test
  void aRunOfANewerProgramIsRefusedByItsVersion() throws IOException {
    analyze(ExitCode.OK);
    edit("run.json", "\"schema_version\":\"1.4\"", "\"schema_version\":\"2.0\"");
    assertThat(validate().endsWith(5).out()).contains("changed       run.json:1 /schema_version");
    Cli.run("store", "forget", "runs/" + runId(), "--store", store).endsWith(0);
    assertThat(validate().endsWith(ExitCode.FAILED).err())
        .isEqualTo(
            "catalytic: the run record has version 2.0; this program reads 1.x: use a newer one\n");
  }

  private String runId() throws IOException {
    return Json.parse(Files.readString(run.resolve("run.json"))).get("run_id").asText();
  }

  @Test
  void aDamagedRecordInTheStoreIsNamed() throws IOException {
    analyze(ExitCode.OK);
    Path ref = store.resolve("refs/runs/" + runId());
    String text = Files.readString(ref);
    Files.writeString(ref, text.replace("\"ok\"", "\"no\""));
    assertThat(validate().endsWith(ExitCode.NOT_RESTORED).out())
        .contains("corrupt       run.json: ref runs/" + runId() + ": it is damaged");
  }

  @Test
  void anInterruptedRunIsNotValid() throws IOException {
    analyze(ExitCode.OK);
    Files.delete(run.resolve("run.json"));
    assertThat(validate().endsWith(ExitCode.NOT_RESTORED).out())
        .contains("missing       run.json: is missing: the run did not finish, or the file was");
  }
}
