package io.catalytic.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catalytic.digest.Json;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.runners.direct.DirectRunner;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunnerConfigTest {

  @Test
  void beamTakesTheShippedDirectConfig() throws SpecException {
    RunnerConfig direct = RunnerConfig.load("direct");
    assertThat(direct.toArgs())
        .containsExactly(
            "--runner=DirectRunner", "--enforceImmutability=false", "--enforceEncodability=false");
    DirectOptions options =
        PipelineOptionsFactory.fromArgs(direct.toArgs().toArray(String[]::new))
            .withValidation()
            .as(DirectOptions.class);
    assertThat(options.getRunner()).isEqualTo(DirectRunner.class);
    assertThat(options.isEnforceImmutability()).isFalse();
    assertThat(options.isEnforceEncodability()).isFalse();
  }

  @Test
  void optionsOfEveryShapeReachBeam() throws SpecException {
    RunnerConfig config =
        read(
            """
            options:
              targetParallelism: 7
              jobName: "a job, with = and spaces"
              blockOnRun: true
              tempLocation: 2001-01-01
              filesToStage: [a.jar, b.jar]
              gcsPerformanceMetrics: 1.50
              jdkAddOpenModules: {"java.base/x": "y,z"}
              empty: []
            """);
    assertThat(config.toArgs())
        .containsExactly(
            "--runner=DirectRunner",
            "--targetParallelism=7",
            "--jobName=a job, with = and spaces",
            "--blockOnRun=true",
            "--tempLocation=2001-01-01",
            "--filesToStage=a.jar,b.jar",
            "--gcsPerformanceMetrics=1.5",
            "--jdkAddOpenModules={\"java.base/x\":\"y,z\"}",
            "--empty=");
  }

  @Test
  void flagsMergeIntoOptionsAndFaultsNameTheirOrigin() throws SpecException {
    ObjectNode overlay = Json.object();
    overlay.putObject("options").put("parallelism", "7").put("jobName", "mine");
    RunnerConfig config =
        RunnerConfig.read(
            Specs.file(
                "version: 1\nrunner: FlinkRunner\noptions: {parallelism: 2, fasterCopy: true}\n"
                    + "flink: {restart-strategy.type: none, heartbeat.interval: 5}"),
            overlay);
    assertThat(config.toArgs())
        .containsExactly(
            "--runner=FlinkRunner", "--parallelism=7", "--fasterCopy=true", "--jobName=mine");
    assertThat(config.flink().toString())
        .isEqualTo("{\"restart-strategy.type\":\"none\",\"heartbeat.interval\":5}");
    SortedMap<String, String> messages = new TreeMap<>();
    messages.put("/options/fasterCopy", "is odd");
    messages.put("/options/jobName", "is odder");
    assertThat(config.refused(messages))
        .hasMessage(
            "job.yaml: /options/fasterCopy: is odd\ncommand line: /options/jobName: is odder");
  }

  @Test
  void withoutOptionsThereIsTheRunner() throws SpecException {
    assertThat(read("").toArgs()).containsExactly("--runner=DirectRunner");
    PipelineOptions options =
        PipelineOptionsFactory.fromArgs(read("").toArgs().toArray(String[]::new)).create();
    assertThat(options.getRunner()).isEqualTo(DirectRunner.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "option: {a: 1}             | /option: unknown key; did you mean options?",
        "options: [a]               | /options: must be an object; got [\"a\"]",
        "options: {a: null}         | /options/a: must be a string or a number or a boolean or an array or an object; got null",
        "options: {a: ['b,c']}      | /options/a: its elements must be numbers, booleans or text without commas, since Beam splits at commas",
        "options: {a: [[b]]}        | /options/a: its elements must be numbers, booleans or text without commas, since Beam splits at commas",
        "options: {runner: X}       | /options: has the key \"runner\"; keys are the Java names of pipeline options, and the runner stands beside options",
        "flink: {a.b: 1}            | /flink: is for the runner FlinkRunner only",
        "options: {--a: 1}          | /options: has the key \"--a\"; keys are the Java names of pipeline options, and the runner stands beside options"
      })
  void whatIsWrongIsNamed(String yaml, String fault) {
    assertThat(refusal("version: 1\nrunner: DirectRunner\n" + yaml))
        .isEqualTo("job.yaml: " + fault);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "version: 1                 | /runner: is missing; add it",
        "{version: 1, runner: 5}    | /runner: must be a string; got 5",
        "{version: 1, runner: 'a b'} | /runner: must be a runner's name, as DirectRunner or FlinkRunner; got \"a b\"",
        "runner: DirectRunner       | /version: is missing; add it",
        "{version: 3, runner: 5}    | /version: is version 3; this program reads version 1, so take a newer program"
      })
  void versionAndRunnerAreDue(String yaml, String fault) {
    assertThat(refusal(yaml)).isEqualTo("job.yaml: " + fault);
  }

  private static RunnerConfig read(String yaml) throws SpecException {
    return RunnerConfig.read(
        Specs.file("version: 1\nrunner: DirectRunner\n" + yaml), Json.object());
  }

  private static String refusal(String yaml) {
    SpecException e =
        catchThrowableOfType(
            SpecException.class, () -> RunnerConfig.read(Specs.file(yaml), Json.object()));
    return e == null ? "(read)" : String.valueOf(e.getMessage());
  }
}
