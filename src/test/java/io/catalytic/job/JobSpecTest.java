package io.catalytic.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catalytic.digest.CanonicalJson;
import io.catalytic.digest.Json;
import io.catalytic.instruction.AttemptPolicy;
import io.catalytic.instruction.ChunkLimits;
import io.catalytic.memo.MemoUse;
import io.catalytic.model.ModelSpec;
import io.catalytic.selection.SelectionPolicy;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobSpecTest {
  private static final String EVERYTHING =
      """
      domain: /data/repo
      inputs: inputs.jsonl
      include: ["*.py", src]
      exclude: [tests/]
      use_gitignore: false
      use_ignore: false
      max_file_size: 17
      instruction: {name: summarize_section, parameters: {words: 50, deep: {a: [1, null]}}}
      model:
        name: ollama:qwen2.5:7b
        url: http://localhost:11434
        context_tokens: 4096
        max_output_tokens: 512
        temperature: 0.5
        seed: 7
        timeout_ms: 1500
        max_reply_bytes: 4096
      limits:
        max_attempts: 5
        first_pause_ms: 1
        longest_pause_ms: 2
        max_in_flight: 9
        budget_tokens: 77
        invocation_timeout_ms: 3
        server_faults: 4
        server_patience_ms: 5
        chunks: {token_margin: 2.5, feedback_tokens: 7, max_splits: 8, max_summaries: 9}
      store: s3://bucket/store
      output: out
      """;

  private static final JobLimits EVERY_LIMIT =
      new JobLimits(
          new AttemptPolicy(5, Duration.ofMillis(1), Duration.ofMillis(2)),
          new ChunkLimits(2.5, 7, 8, 9),
          9,
          77,
          Duration.ofMillis(3),
          4,
          Duration.ofMillis(5));

  @Test
  void everyKeyReachesTheSpec() throws SpecException {
    ObjectNode parameters = Json.object().put("words", 50);
    parameters.putObject("deep").putArray("a").add(1).addNull();
    assertThat(Specs.job(EVERYTHING))
        .isEqualTo(
            new JobSpec(
                "/data/repo",
                "inputs.jsonl",
                new SelectionPolicy(List.of("*.py", "src"), List.of("tests/"), false, false, 17),
                new InstructionChoice("summarize_section", parameters),
                new ModelSpec(
                    "ollama",
                    "qwen2.5:7b",
                    "http://localhost:11434",
                    4096,
                    512,
                    0.5,
                    7,
                    Duration.ofMillis(1500),
                    4096),
                EVERY_LIMIT,
                MemoUse.USE,
                "s3://bucket/store",
                "out"));
  }

  @Test
  void whatIsLeftOutHasItsDefault() throws SpecException {
    assertThat(Specs.job(""))
        .isEqualTo(
            new JobSpec(
                ".",
                null,
                SelectionPolicy.DEFAULT,
                new InstructionChoice("extract_structure", Json.object()),
                ModelSpec.of("embedded", ""),
                JobLimits.DEFAULT,
                MemoUse.USE,
                null,
                null));
  }

  @Test
  void theShippedJobSaysEveryDefaultAndEveryKey() throws SpecException {
    JobSpec shipped = JobSpec.load(JobSpec.MAIN_JOB);
    assertThat(shipped).isEqualTo(Specs.job(""));
    JsonNode file = Yaml.parse(SpecFile.find(JobSpec.MAIN_JOB, "pipelines"));
    assertThat(new String(CanonicalJson.encode(file), UTF_8))
        .isEqualTo(new String(CanonicalJson.encode(shipped.toJson()), UTF_8));
  }

  @Test
  void writingAndReadingGivesTheSameJob() throws SpecException {
    for (JobSpec spec : List.of(Specs.job(""), Specs.job(EVERYTHING))) {
      assertThat(Specs.job(Json.write(spec.toJson()), Json.object())).isEqualTo(spec);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "domain: 5                        | /domain: must be a string; got 5",
        "domain: ''                       | /domain: must not be empty; got \"\"",
        "domain:                          | /domain: must be a string; got null",
        "include: '*.py'                  | /include: must be an array; got \"*.py\"",
        "include: [a, 5]                  | /include/1: must be a string; got 5",
        "include: [a, '[b']               | /include/1: glob \"[b\", position 0: the class that starts here has no \"]\"",
        "exclude: {a: b}                  | /exclude: must be an array; got {\"a\":\"b\"}",
        "exclude: ['../x']                | /exclude/0: glob \"../x\", position 0: no path has the name \"..\" in it; globs start at the domain",
        "use_gitignore: 'no'              | /use_gitignore: must be a boolean; got \"no\"",
        "use_ignore: 1                    | /use_ignore: must be a boolean; got 1",
        "max_file_size: 4 MiB             | /max_file_size: must be an integer; got \"4 MiB\"",
        "max_file_size: -1                | /max_file_size: must be at least 0; got -1",
        "max_file_size: 1.5               | /max_file_size: must be an integer; got 1.5",
        "max_file_size: 99999999999999999999 | /max_file_size: must be at most 1073741824; got 99999999999999999999",
        "instruction: extract_structure   | /instruction: must be an object; got \"extract_structure\"",
        "instruction: {name: 1}           | /instruction/name: must be a string; got 1",
        "instruction: {parameters: [1]}   | /instruction/parameters: must be an object; got [1]",
        "model: embedded                  | /model: must be an object; got \"embedded\"",
        "model: {name: ollama}            | /model/name: must be embedded, or a provider and a model as ollama:NAME; got \"ollama\"",
        "model: {name: 'ollama:'}         | /model/name: must be embedded, or a provider and a model as ollama:NAME; got \"ollama:\"",
        "model: {name: 'embedded:x'}      | /model/name: must be embedded, or a provider and a model as ollama:NAME; got \"embedded:x\"",
        "model: {url: localhost}          | /model/url: must start with http:// or https:// and hold no space; got \"localhost\"",
        "model: {url: 5}                  | /model/url: must be a string or null; got 5",
        "model: {context_tokens: 1}       | /model/context_tokens: must be at least 2; got 1",
        "model: {max_output_tokens: 0}    | /model/max_output_tokens: must be at least 1; got 0",
        "model: {context_tokens: 2048}    | /model/max_output_tokens: must be below context_tokens, 2048; got 2048",
        "model: {temperature: hot}        | /model/temperature: must be a number; got \"hot\"",
        "model: {temperature: 3}          | /model/temperature: must be at most 2; got 3",
        "model: {seed: -1}                | /model/seed: must be at least 0; got -1",
        "model: {timeout_ms: 0}           | /model/timeout_ms: must be at least 1; got 0",
        "limits: 3                        | /limits: must be an object; got 3",
        "limits: {max_attempts: 0}        | /limits/max_attempts: must be at least 1; got 0",
        "limits: {max_in_flight: many}    | /limits/max_in_flight: must be an integer or null; got \"many\"",
        "model: {max_reply_bytes: 1}      | /model/max_reply_bytes: must be at least 1024; got 1",
        "limits: {longest_pause_ms: 99}   | /limits/longest_pause_ms: must be at least first_pause_ms, 500; got 99",
        "limits: {first_pause_ms: -1}     | /limits/first_pause_ms: must be at least 0; got -1",
        "limits: {server_faults: 0}       | /limits/server_faults: must be at least 1; got 0",
        "limits: {chunks: 6}              | /limits/chunks: must be an object; got 6",
        "limits: {chunks: {token_margin: 0}} | /limits/chunks/token_margin: must be at least 0.5; got 0",
        "limits: {chunks: {max_splits: -1}} | /limits/chunks/max_splits: must be at least 0; got -1",
        "limits: {chunks: {max_summaries: 0}} | /limits/chunks/max_summaries: must be at least 1; got 0",
        "limits: {chunks: {max_split: 1}} | /limits/chunks/max_split: unknown key; did you mean max_splits?",
        "limits: {max_in_flight: 0}       | /limits/max_in_flight: must be at least 1; got 0",
        "store: 5                         | /store: must be a string or null; got 5",
        "output: []                       | /output: must be a string or null; got []",
        "max_file_sise: 5                 | /max_file_sise: unknown key; did you mean max_file_size?",
        "limits: {max_atempts: 5}         | /limits/max_atempts: unknown key; did you mean max_attempts?",
        "max_attempts: 5                  | /max_attempts: unknown key; did you mean /limits/max_attempts?",
        "model: {nam: x}                  | /model/nam: unknown key; did you mean name?",
        "limits: {colour: red}            | /limits/colour: unknown key; known here: max_attempts, first_pause_ms, longest_pause_ms, max_in_flight, budget_tokens, invocation_timeout_ms, server_faults, server_patience_ms, chunks",
        "limits: {a/b: red}               | /limits/a~1b: unknown key; known here: max_attempts, first_pause_ms, longest_pause_ms, max_in_flight, budget_tokens, invocation_timeout_ms, server_faults, server_patience_ms, chunks"
      })
  void whatIsWrongIsNamedWithItsPlaceAndWhatToDo(String yaml, String fault) {
    assertThat(Specs.refusal("version: 1\n" + yaml)).isEqualTo("job.yaml: " + fault);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "domain: .    | job.yaml: /version: is missing; add it",
        "version: '1' | job.yaml: /version: must be 1; got \"1\"",
        "version: 0   | job.yaml: /version: must be 1; got 0",
        "version: 2   | job.yaml: /version: is version 2; this program reads version 1, so take a newer program",
        "[1]          | job.yaml: must be an object; got [1]",
        "hello        | job.yaml: must be an object; got \"hello\""
      })
  void aFileSaysItsVersion(String yaml, String fault) {
    assertThat(Specs.refusal(yaml)).isEqualTo(fault);
  }

  @Test
  void everyFaultIsListedAtOnce() {
    assertThat(
            Specs.refusal(
                "version: 1\ndomian: x\ninclude: [5, '[']\nlimits: {max_attempts: 0, x: 1}\n"))
        .contains("/domian:", "/include/0:", "/include/1:", "/limits/max_attempts:", "/limits/x:")
        .hasLineCount(5);
  }

  @Test
  void flagsMergeIntoObjectsAndReplaceTheRest() throws SpecException {
    ObjectNode overlay = Json.object().put("domain", "other");
    overlay.putArray("include").add("*.go");
    overlay.putObject("model").put("name", "openai:m");
    overlay.putObject("limits").put("max_in_flight", 2);
    JobSpec spec = Specs.job("version: 1\n" + EVERYTHING, overlay);
    assertThat(spec.domain()).isEqualTo("other");
    assertThat(spec.selection().include()).containsExactly("*.go");
    assertThat(spec.model().provider()).isEqualTo("openai");
    assertThat(spec.model().seed()).isEqualTo(7);
    assertThat(spec.limits()).isEqualTo(EVERY_LIMIT.withMaxInFlight(2));
  }

  @Test
  void aFlagsFaultIsTheCommandLines() {
    ObjectNode overlay = Json.object().put("max_file_size", -1);
    overlay.putArray("exclude").add("[");
    assertThat(Specs.refusal("version: 1\ndomain: 5\n", overlay))
        .isEqualTo(
            """
            job.yaml: /domain: must be a string; got 5
            command line: /max_file_size: must be at least 0; got -1
            command line: /exclude/0: glob "[", position 0: the class that starts here has no "]\"""");
  }

  @Test
  void flagsDoNotHideThatAFileIsNoMapping() {
    assertThat(Specs.refusal("hello", Json.object().put("version", 1)))
        .isEqualTo("job.yaml: must be an object; got \"hello\"");
  }

  @Test
  void aFileIsFoundByPathAndABuiltInOneByName(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("my.yaml");
    Files.writeString(file, "version: 1\ndomain: here\n");
    assertThat(JobSpec.load(file.toString()).domain()).isEqualTo("here");
    assertThatThrownBy(() -> JobSpec.load(folder + "/no.yaml"))
        .isInstanceOf(SpecException.class)
        .hasMessage(folder + "/no.yaml: there is no such file");
    assertThatThrownBy(() -> JobSpec.load("no-such-job"))
        .hasMessage("no-such-job: there is no such file, nor anything built in of that name");
    assertThatThrownBy(() -> JobSpec.load(folder.toString()))
        .hasMessage(folder + ": is not a regular file; give a YAML file");
    assertThatThrownBy(() -> JobSpec.load("a\0b"))
        .isInstanceOf(SpecException.class)
        .hasMessageContaining("is not a path");
  }

  @Test
  void aJobTravelsAndDoesNotChange() throws Exception {
    JobSpec spec = Specs.job(EVERYTHING);
    spec.instruction().parameters().put("words", 1);
    assertThat(spec).isEqualTo(Specs.job(EVERYTHING));
    ObjectNode given = Json.object();
    InstructionChoice choice = new InstructionChoice("x", given);
    given.put("words", 1);
    assertThat(choice).isEqualTo(new InstructionChoice("x", Json.object()));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(spec);
    }
    assertThat(new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject())
        .isEqualTo(spec);
  }

  @Test
  void environmentVariablesAreNotExpanded() throws SpecException {
    assertThat(Specs.job("domain: ${HOME}").domain()).isEqualTo("${HOME}");
  }
}
