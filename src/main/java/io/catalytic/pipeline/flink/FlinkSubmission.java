package io.catalytic.pipeline.flink;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import com.google.common.net.HostAndPort;
import io.catalytic.digest.Json;
import io.catalytic.job.RunnerConfig;
import io.catalytic.job.SpecException;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.runtime.rest.handler.legacy.messages.ClusterOverviewWithVersion;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;

/**
 * What a run on Flink needs beside Beam's options: found out, and set, before the job is submitted.
 *
 * <p>There are three ways to Flink, told apart by {@code flinkMaster}: {@code [local]} in this
 * process, {@code HOST:PORT} on a cluster, and {@code [auto]} under Flink's own command {@code
 * flink run}, which then says where. A cluster gets this program as one jar.
 */
public final class FlinkSubmission implements Closeable {
  /** Job submission is compatible within these. */
  private static final String VERSION = "1.19.";

  private static final String LOCAL = "[local]";
  private static final String AUTO = "[auto]";

  private final RunnerConfig config;
  private final FlinkPipelineOptions options;
  private @Nullable Path confDir;
  private @Nullable FlinkCluster cluster;

  private FlinkSubmission(RunnerConfig config, FlinkPipelineOptions options) {
    this.config = config;
    this.options = options;
  }

  /** Returns whether Flink is there: it is no part of this program's jar. */
  public static boolean isPossible() {
    try {
      Class.forName(
          "org.apache.flink.api.java.ExecutionEnvironment",
          false,
          FlinkSubmission.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  /**
   * Prepares the options of a run.
   *
   * @param options Beam's, which are changed
   * @param config where they come from
   * @param runId names the run, and so its job
   * @throws SpecException if the config asks for what can't be
   * @throws IOException if the cluster does not answer
   */
  public static FlinkSubmission prepare(PipelineOptions options, RunnerConfig config, String runId)
      throws IOException, SpecException {
    FlinkSubmission submission =
        new FlinkSubmission(config, options.as(FlinkPipelineOptions.class));
    try {
      submission.prepare(runId);
      return submission;
    } catch (IOException | SpecException | RuntimeException e) {
      submission.close();
      throw e;
    }
  }

  private void prepare(String runId) throws IOException, SpecException {
    if (!config.options().has("jobName")) {
      options.setJobName("catalytic-" + runId);
    }
    if (isFlinkRun()) {
      prepareForFlinkRun();
      return;
    }
    Configuration configuration = configure();
    if (options.getFlinkMaster().equals(LOCAL) || options.getFlinkMaster().equals(AUTO)) {
      if (!options.getAttachedMode()) {
        throw refused("attachedMode", "needs a cluster, whose REST port is HOST:PORT");
      }
      return;
    }
    HostAndPort master = master();
    FlinkCluster asked = new FlinkCluster(master, configuration);
    cluster = asked;
    ClusterOverviewWithVersion overview = asked.overview();
    if (!overview.getVersion().startsWith(VERSION)) {
      throw new IllegalArgumentException(
          "the cluster at "
              + master
              + " runs Flink "
              + overview.getVersion()
              + "; this program goes with Flink "
              + VERSION
              + "x");
    }
    if (options.getParallelism() < 1) {
      // As many as there are; none yet, where a cluster starts workers as they are asked for.
      options.setParallelism(Math.max(1, overview.getNumSlotsTotal()));
    }
    if (options.getFilesToStage() == null) {
      options.setFilesToStage(List.of(jar()));
    }
  }

  /** {@code flink run} says where, how many, and whether to wait; its class loader has the jar. */
  private void prepareForFlinkRun() throws SpecException {
    if (config.overlay().at("/options/flinkMaster").isTextual()) {
      throw refused("flinkMaster", "is for flink run to say: flink run -m HOST:PORT");
    }
    options.setFlinkMaster(AUTO);
    options.setFilesToStage(List.of());
    boolean attached =
        StreamExecutionEnvironment.getExecutionEnvironment()
            .getConfiguration()
            .get(DeploymentOptions.ATTACHED);
    options.setAttachedMode(attached && options.getAttachedMode());
  }

  private static boolean isFlinkRun() {
    return !StreamExecutionEnvironment.areExplicitEnvironmentsAllowed();
  }

  /** Flink reads its configuration from a directory: it gets one. */
  private Configuration configure() throws IOException, SpecException {
    if (config.flink().isEmpty()) {
      String given = options.getFlinkConfDir();
      return given == null
          ? GlobalConfiguration.loadConfiguration()
          : GlobalConfiguration.loadConfiguration(given);
    }
    if (config.options().has("flinkConfDir")) {
      throw refused("flinkConfDir", "can't stand beside \"flink\", which takes its place");
    }
    Path directory = Files.createTempDirectory("catalytic-flink-");
    confDir = directory;
    Files.writeString(directory.resolve("config.yaml"), Json.write(config.flink()));
    options.setFlinkConfDir(directory.toString());
    return GlobalConfiguration.loadConfiguration(directory.toString());
  }

  private HostAndPort master() throws SpecException {
    try {
      HostAndPort master = HostAndPort.fromString(options.getFlinkMaster());
      if (master.hasPort() && !master.getHost().isEmpty()) {
        return master;
      }
    } catch (IllegalArgumentException e) {
      // Refused below, as what has no port.
    }
    throw refused(
        "flinkMaster",
        "must be [local], or the cluster's REST port as HOST:PORT; got \""
            + options.getFlinkMaster()
            + "\"");
  }

  private SpecException refused(String option, String message) {
    return config.refused(new TreeMap<>(Map.of("/options/" + option, message)));
  }

  /** Returns the jar that this program runs from. */
  private static String jar() {
    CodeSource source = FlinkSubmission.class.getProtectionDomain().getCodeSource();
    try {
      URI place = source == null ? URI.create("") : source.getLocation().toURI();
      if (place.getPath() != null && place.getPath().endsWith(".jar")) {
        return Path.of(place).toString();
      }
    } catch (URISyntaxException e) {
      // Refused below, as what is no jar.
    }
    throw new IllegalArgumentException(
        "a cluster needs this program as one jar: run ./catalytic, which builds it, or set"
            + " filesToStage in the runner config");
  }

  /** Returns whether nobody waits for the job's end. */
  public boolean isDetached() {
    return !options.getAttachedMode();
  }

  /** Returns the submitted job's id, if the cluster tells; under {@code flink run} Flink does. */
  public Optional<String> jobId() throws IOException {
    return cluster == null
        ? Optional.empty()
        : cluster.job(options.getJobName()).map(Object::toString);
  }

  @Override
  public void close() throws IOException {
    if (cluster != null) {
      cluster.close();
    }
    if (confDir != null) {
      MoreFiles.deleteRecursively(confDir, RecursiveDeleteOption.ALLOW_INSECURE);
    }
  }
}
