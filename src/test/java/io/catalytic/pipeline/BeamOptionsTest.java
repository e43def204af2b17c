package io.catalytic.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catalytic.digest.Json;
import io.catalytic.job.RunnerConfig;
import io.catalytic.job.SpecException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BeamOptionsTest {
  @TempDir private Path temp;

  private String refusal(String yaml, ObjectNode overlay) throws Exception {
    Path file = Files.writeString(temp.resolve("my.yaml"), "version: 1\n" + yaml);
    RunnerConfig config = RunnerConfig.load(file.toString(), overlay);
    SpecException e = catchThrowableOfType(SpecException.class, () -> BeamOptions.of(config));
    return e == null ? "(taken)" : String.valueOf(e.getMessage()).replace(temp + "/", "");
  }

  @Test
  void anUnknownOptionIsNamedWithItsFileAndTheNearestOne() throws Exception {
    assertThat(
            refusal("runner: FlinkRunner\noptions: {paralelism: 4, qwertzuiop: 1}", Json.object()))
        .isEqualTo(
            """
            my.yaml: /options/paralelism: is no pipeline option of Beam's; did you mean parallelism?
            my.yaml: /options/qwertzuiop: is no pipeline option of Beam's; remove it""");
  }

  @Test
  void anUnknownOptionOfAFlagIsTheCommandLines() throws Exception {
    ObjectNode overlay = Json.object();
    overlay.putObject("options").put("flinkMastr", "h:1");
    assertThat(refusal("runner: FlinkRunner", overlay))
        .isEqualTo(
            "command line: /options/flinkMastr: is no pipeline option of Beam's; did you mean"
                + " flinkMaster?");
  }

  @Test
  void aValueThatBeamDoesNotTakeIsNamedByItsOption() throws Exception {
    assertThat(
            refusal(
                "runner: DirectRunner\noptions: {targetParallelism: many, blockOnRun: true}",
                Json.object()))
        .startsWith("my.yaml: /options/targetParallelism: Beam does not take it: ")
        .hasLineCount(1);
  }

  @Test
  void aRunnerThatIsNotThereIsNamed() throws Exception {
    assertThat(refusal("runner: SparkRunner", Json.object()))
        .startsWith("my.yaml: /runner: Beam does not take it: ")
        .contains("SparkRunner", "FlinkRunner");
  }

  @Test
  void theShippedConfigsAreTaken() throws Exception {
    ObjectNode overlay = Json.object();
    overlay.putObject("options").put("flinkMaster", "host:7").put("parallelism", 3);
    FlinkPipelineOptions cluster =
        BeamOptions.of(RunnerConfig.load("flink-cluster", overlay)).as(FlinkPipelineOptions.class);
    assertThat(cluster.getFlinkMaster()).isEqualTo("host:7");
    assertThat(cluster.getParallelism()).isEqualTo(3);
    assertThat(cluster.getFasterCopy()).isTrue();
    assertThat(cluster.getAttachedMode()).isTrue();
    FlinkPipelineOptions local =
        BeamOptions.of(RunnerConfig.load("flink-local")).as(FlinkPipelineOptions.class);
    assertThat(local.getFlinkMaster()).isEqualTo("[local]");
  }
}
