package io.catalytic.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catalytic.digest.Json;
import io.catalytic.job.RunnerConfig;
import io.catalytic.job.SpecException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a job is run: a runner config, and flags that are laid over it. */
final class RunnerOptions {
  private static final String IN_THIS_PROCESS = "direct";
  private static final String ON_A_CLUSTER = "flink-cluster";

  @Option(
      names = "--runner-config",
      paramLabel = "NAME|FILE",
      description =
          "Where to run it: direct (the default) or flink-local, in this process; flink-cluster; or"
              + " a file of your own.")
  private @Nullable String name;

  @Option(
      names = "--flink-master",
      paramLabel = "HOST:PORT",
      description =
          "REST port of the Flink cluster to run it on; without --runner-config by flink-cluster.")
  private @Nullable String flinkMaster;

  @Option(
      names = "--parallelism",
      paramLabel = "N",
      description =
          "How many threads or slots work at a time; by default all processors, or all slots of the"
              + " cluster.")
  private @Nullable Integer parallelism;

  @Option(
      names = "--detached",
      description = "Submit it to the cluster and end; it writes its outputs by itself.")
  private boolean detached;

  @Option(
      names = "--runner-option",
      paramLabel = "KEY=VALUE",
      description = "Any of Beam's pipeline options by its Java name; may be given more than once.")
  private @Nullable Map<String, String> options;

  /** Returns where to run. */
  RunnerConfig config() throws SpecException {
    String usual = flinkMaster == null ? IN_THIS_PROCESS : ON_A_CLUSTER;
    String file = name == null ? usual : name;
    // Each runner has a name of its own for it.
    String ofParallelism = RunnerConfig.load(file).isFlink() ? "parallelism" : "targetParallelism";
    RunnerConfig config = RunnerConfig.load(file, overlay(ofParallelism));
    if (parallelism != null && parallelism < 1) {
      String message = "must be at least 1; got " + parallelism;
      throw config.refused(new TreeMap<>(Map.of("/options/" + ofParallelism, message)));
    }
    return config;
  }

  private ObjectNode overlay(String ofParallelism) {
    ObjectNode overlay = Json.object();
    if (options != null) {
      options.forEach((key, value) -> overlay.withObjectProperty("options").put(key, value));
    }
    if (flinkMaster != null) {
      overlay.withObjectProperty("options").put("flinkMaster", flinkMaster);
    }
    if (parallelism != null) {
      overlay.withObjectProperty("options").put(ofParallelism, parallelism);
    }
    if (detached) {
      overlay.withObjectProperty("options").put("attachedMode", false);
    }
    return overlay;
  }
}
