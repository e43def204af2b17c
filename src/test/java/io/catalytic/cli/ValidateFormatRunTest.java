package io.catalytic.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code validate_format} over a directory, without a model. */
class ValidateFormatRunTest {
  @TempDir private Path temp;
  private Path dir;

  @BeforeEach
  void makeDomain() throws IOException {
    dir = Files.createDirectories(temp.resolve("domain"));
  }

  private void file(String name, String text) throws IOException {
    Files.writeString(dir.resolve(name), text);
  }

  private Cli run(String parameters) throws IOException {
    Path job = temp.resolve("job.yaml");
    Files.writeString(
        job,
        "version: 1\ninstruction: {name: validate_format, parameters: {" + parameters + "}}\n");
    return Cli.run(
        "run",
        job,
        "--domain",
        dir,
        "--store",
        temp.resolve("store"),
        "--out",
        temp.resolve("out"),
        "--json");
  }

  @Test
  void eachFileIsCheckedAsTheFormatOfItsName() throws IOException {
    file("good.json", "{\"a\": [1, 2]}");
    file("bad.json", "{\"a\": 1,\n \"a\": 2}");
    file("good.yml", "a: &x 1\nb: *x\n");
    file("bad.yaml", "a:\n\tb\n");
    file("pom.xml", "<project/>");
    file("bad.svg", "<svg>\n</svgg>");
    file("Cargo.lock", "a = 1\n");
    file("bad.toml", "d = 2026-02-30\n");
    file("good.csv", "a,b\n1,2\n");
    file("bad.tsv", "a\tb\n1\n");
    file("bad.properties", "a=\\u12\n");
    file("good.jsonl", "{}\n[]\n");
    file("Main.java", "class Main {}");
    Files.write(dir.resolve("wide.json"), ("\uFEFF" + "[1]").getBytes(StandardCharsets.UTF_16LE));
    JsonNode record = run("").endsWith(ExitCode.OK).json();
    Map<String, String> expected = new TreeMap<>();
    expected.put("good.json", "json");
    expected.put("bad.json", "json 2:");
    expected.put("good.yml", "yaml");
    expected.put("bad.yaml", "yaml 2:");
    expected.put("pom.xml", "xml");
    expected.put("bad.svg", "xml 2:");
    expected.put("Cargo.lock", "toml");
    expected.put("bad.toml", "toml");
    expected.put("good.csv", "csv");
    expected.put("bad.tsv", "tsv 2:");
    expected.put("bad.properties", "properties 1:");
    expected.put("good.jsonl", "jsonl");
    expected.put("wide.json", "json");
    assertThat(answers()).isEqualTo(expected);
    assertThat(record.at("/counts/skipped").asInt()).as("Main.java").isEqualTo(1);
    assertThat(record.at("/restoration/restored").booleanValue()).isTrue();
    assertThat(record.at("/model/name").asText()).isEqualTo("parsers");
  }

  /** What each answer says: the format, and the line of the first error if there is one. */
  private Map<String, String> answers() throws IOException {
    Map<String, String> answers = new TreeMap<>();
    for (JsonNode line : results()) {
      JsonNode answer = line.get("output");
      if (answer.isNull()) {
        continue;
      }
      boolean isBad = line.get("path").asText().startsWith("bad");
      assertThat(answer.get("valid").booleanValue()).as("%s", line).isNotEqualTo(isBad);
      JsonNode place = answer.at("/errors/0/line");
      answers.put(
          line.get("path").asText(),
          answer.get("format").asText() + (place.isMissingNode() ? "" : " " + place + ":"));
    }
    return answers;
  }

  private Iterable<JsonNode> results() throws IOException {
    return Files.readAllLines(temp.resolve("out/results.jsonl")).stream().map(Cli::parse).toList();
  }

  @Test
  void aJobCanSayWhatAllFilesAreAndWhatTheyHaveToFit() throws IOException {
    file("bad.conf", "{\"port\": \"x\"}");
    file("other", "{\"port\": 80}");
    run("format: json, schema: {properties: {port: {type: integer}}}").endsWith(ExitCode.OK);
    assertThat(answers()).isEqualTo(new TreeMap<>(Map.of("bad.conf", "json 1:", "other", "json")));
    assertThat(results().iterator().next().at("/output/errors/0/message").asText())
        .isEqualTo("/port: must be an integer; got \"x\"");
  }

  @Test
  void aTextBeyondTheLimitsIsADeadLetterAndTheOthersAreAnswered() throws IOException {
    StringBuilder laughs = new StringBuilder("<!DOCTYPE a [<!ENTITY e0 'ha'>");
    for (int i = 1; i < 12; i++) {
      laughs.append("<!ENTITY e" + i + " '" + ("&e" + (i - 1) + ";").repeat(10) + "'>");
    }
    file("laughs.xml", laughs + "]><a>&e11;</a>");
    file("good.xml", "<a/>");
    run("").endsWith(ExitCode.INCOMPLETE);
    assertThat(answers()).containsOnlyKeys("good.xml");
    assertThat(Files.readString(temp.resolve("out/dead-letters.jsonl")))
        .contains("laughs.xml", "context_exceeded", "JAXP00010001");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "format: jsno | does not read \"jsno\"",
        "format: 5 | /format: must be a string; got 5",
        "schema: {type: nothing} | /schema/type",
        "flavour: x | has no input \"flavour\"",
      })
  void parametersThatCannotBeMeantEndTheRunAtOnce(String parameters, String message)
      throws IOException {
    file("a.json", "1");
    assertThat(run(parameters).endsWith(ExitCode.BAD_INPUT).err()).contains(message);
    assertThat(temp.resolve("out")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"summarize_section", "transform_data"})
  void whatNeedsAModelFailsAtOnceAndSaysWhatToStart(String instruction) throws IOException {
    file("a.txt", "text");
    Path job = temp.resolve("job.yaml");
    Files.writeString(
        job,
        "version: 1\ninstruction: {name: "
            + instruction
            + (instruction.equals("transform_data") ? ", parameters: {target: JSON}" : "")
            + "}\n");
    assertThat(Cli.run("run", job, "--domain", dir, "--out", temp.resolve("out")).endsWith(2).err())
        .contains("a language model is needed: start one (ollama serve) and name it")
        .contains("--model ollama:NAME");
    assertThat(temp.resolve("out")).doesNotExist();
  }
}
