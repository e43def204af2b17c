package io.catalytic.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.catalytic.digest.Json;
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
