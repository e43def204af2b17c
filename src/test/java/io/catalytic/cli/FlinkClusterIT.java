package io.catalytic.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catalytic.digest.Json;
import io.catalytic.job.JobSpec;
import io.catalytic.job.RunnerConfig;
import io.catalytic.job.Workspace;
import io.catalytic.model.OllamaAnswer;
import io.catalytic.model.OllamaServer;
import io.catalytic.pipeline.PipelineRun;
import io.catalytic.pipeline.Preflight;
import io.catalytic.pipeline.RunEnd;
import io.catalytic.pipeline.RunPlan;
import io.catalytic.pipeline.progress.RunProgress;
import io.catalytic.run.RunId;
import io.catalytic.schema.JsonSchema;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real cluster, one JobManager and two TaskManagers as processes, and what runs on it write. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class FlinkClusterIT {
  private static final Path SCRIPTS = Path.of("runner-configs/flink-cluster").toAbsolutePath();
  private static final Pattern NAME = Pattern.compile("def (f\\d+)\\(\\)");

  /** What must not depend on where a run runs, nor on what happened meanwhile. */
  private static final List<String> SAME =
      List.of(
          "results.jsonl", "manifest.jsonl", "proof.json", "dead-letters.jsonl", "skipped.jsonl");

  /** Logs stay there. */
  private static final Path CLUSTER = Path.of("target/flink-cluster-it").toAbsolutePath();

  private static String master = "";
  private static List<Integer> ports = List.of();

  @TempDir private Path temp;

  /** How a process ended. */
  private record Ended(int code, String out, String err) {
    Ended with(int expected) {
      assertThat(code).as("exit code; out: %s; err: %s", out, err).isEqualTo(expected);
      return this;
    }
  }

  @BeforeAll
  static void start() throws Exception {
    Files.createDirectories(CLUSTER);
    ports = freePorts();
    master = "127.0.0.1:" + ports.get(0);
    Ended first = start(ports).with(ExitCode.OK);
    assertThat(first.out()).contains("2 TaskManagers with 2 slots each", master);
    Ended second = start(ports).with(ExitCode.OK);
    assertThat(second.err()).contains("runs already: " + master);
  }

  private static Ended start(List<Integer> ports) throws Exception {
    return ended(
        SCRIPTS.resolve("start.sh"),
        2,
        "--dir",
        CLUSTER,
        "--port",
        ports.get(0),
        "--rpc-port",
        ports.get(1));
  }

  @AfterAll
  static void stop() throws Exception {
    ended(SCRIPTS.resolve("stop.sh"), "--dir", CLUSTER).with(ExitCode.OK);
    try (Stream<Path> left = Files.list(CLUSTER)) {
      assertThat(left.map(file -> String.valueOf(file.getFileName())))
          .containsExactlyInAnyOrder("log", "out", "err");
    }
    assertThat(ended(SCRIPTS.resolve("stop.sh"), "--dir", CLUSTER).with(ExitCode.OK).out())
        .contains("no cluster runs");
  }

  private static List<Integer> freePorts() throws IOException {
    try (ServerSocket one = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return List.of(one.getLocalPort(), other.getLocalPort());
    }
  }

  private static Process begin(Object... command) throws IOException {
    ProcessBuilder process = new ProcessBuilder(Stream.of(command).map(Object::toString).toList());
    // Nothing here runs long enough to earn back what the optimising compiler costs.
    process.environment().put("CATALYTIC_CLUSTER_JAVA_OPTS", "-XX:TieredStopAtLevel=1");
    return process
        .redirectOutput(CLUSTER.resolve("out").toFile())
        .redirectError(CLUSTER.resolve("err").toFile())
        .start();
  }

  private static Ended ended(Object... command) throws Exception {
    return ended(begin(command));
  }

  private static Ended ended(Process process) throws Exception {
    int code = process.waitFor();
    return new Ended(
        code, Files.readString(CLUSTER.resolve("out")), Files.readString(CLUSTER.resolve("err")));
  }

  /** In this process, on the DirectRunner. */
  private void analyzeHere(Path domain, String name, Object... more) {
    Object[] command = analyze(domain, name, more);
    Cli.run(Arrays.copyOfRange(command, 1, command.length)).endsWith(ExitCode.OK);
  }

  private Object[] analyze(Path domain, String name, Object... more) {
    List<Object> words = new ArrayList<>();
    words.add(Path.of("catalytic").toAbsolutePath());
    words.addAll(List.of("analyze", domain, "--json", "--out", temp.resolve(name)));
    words.addAll(List.of("--store", temp.resolve(name + ".store")));
    words.addAll(List.of(more));
    return words.toArray();
  }

  private void same(String one, String other) throws IOException {
    for (String file : SAME) {
      assertThat(temp.resolve(other).resolve(file))
          .as(file)
          .hasSameBinaryContentAs(temp.resolve(one).resolve(file));
    }
  }

  private static long restarts() throws IOException {
    try (Stream<String> lines = Files.lines(CLUSTER.resolve("log/jobmanager.log"))) {
      return lines.filter(line -> line.contains("to RESTARTING")).count();
    }
  }

  @Test
  void aRunWritesTheSameBytesOnEveryRunner() throws Exception {
    Path domain = Path.of("src/main/java/io/catalytic/store");
    analyzeHere(domain, "direct");
    ended(analyze(domain, "local", "--runner-config", "flink-local")).with(ExitCode.OK);
    long restarts = restarts();
    Ended run = ended(analyze(domain, "cluster", "--flink-master", master)).with(ExitCode.OK);
    assertThat(run.err()).isEmpty();
    assertThat(restarts()).isEqualTo(restarts);
    same("direct", "local");
    same("direct", "cluster");
    assertThat(Json.parse(run.out()).at("/restoration/restored").asBoolean()).isTrue();
  }

  @Test
  void aDetachedRunWritesItsOutputsByItself() throws Exception {
    Ended submitted =
        ended(
                analyze(
                    Path.of("schemas"),
                    "detached",
                    "--instruction",
                    "validate_format",
                    "--flink-master",
                    master,
                    "--detached"))
            .with(ExitCode.OK);
    JsonNode submission = Json.parse(submitted.out());
    assertThat(JsonSchema.named("submission").check(submission)).isEmpty();
    assertThat(submission.get("job_id").isTextual()).isTrue();
    Path output = Path.of(submission.get("output").asText());
    awaitFile(output.resolve("run.json"));
    Cli.run("validate", output, "--store", submission.get("store").asText()).endsWith(ExitCode.OK);
  }

  private static void awaitFile(Path file) throws Exception {
    try (WatchService names = FileSystems.getDefault().newWatchService()) {
      WatchKey watched =
          Optional.ofNullable(file.getParent())
              .orElseThrow()
              .register(names, StandardWatchEventKinds.ENTRY_CREATE);
      while (!Files.exists(file)) {
        assertThat(names.poll(2, TimeUnit.MINUTES)).as("%s is written", file).isNotNull();
        watched.pollEvents();
        watched.reset();
      }
    }
  }

  /** A model's server that answers the first calls, and holds all others until it is told. */
  private static final class HoldingServer implements AutoCloseable {
    private static final int AT_ONCE = 10;

    private final AtomicInteger asked = new AtomicInteger();
    private final Set<String> committed = ConcurrentHashMap.newKeySet();
    private final CountDownLatch released = new CountDownLatch(1);
    private final OllamaServer server = OllamaServer.answering(this::answer);

    private OllamaAnswer answer(JsonNode chat) {
      if (asked.incrementAndGet() > AT_ONCE) {
        FlinkClusterIT.await(released);
      } else {
        committed.add(name(chat));
      }
      return name(chat).equals("none")
          ? OllamaAnswer.error(400, "no")
          : OllamaAnswer.of(right(name(chat)));
    }

    String url() {
      return server.url();
    }

    /** Returns how it is asked: one call at a time by each TaskManager. */
    List<Object> options(Object... more) {
      List<Object> options = new ArrayList<>(List.of("--model", "ollama:m"));
      options.addAll(List.of("--model-url", server.url(), "--max-in-flight", 1));
      options.addAll(List.of(more));
      return options;
    }

    /**
     * Each of two TaskManagers has a call in flight then, and has kept what was answered before.
     */
    void awaitHeld() throws InterruptedException {
      server.awaitArrived(AT_ONCE + 2);
    }

    void release() {
      released.countDown();
    }

    /** Asserts that all were asked, and twice at most what was in flight. */
    void asked(int inputs, int most) {
      List<String> names = server.chats().stream().map(FlinkClusterIT::name).toList();
      assertThat(names.stream().distinct()).hasSize(inputs);
      List<String> again = new ArrayList<>(names);
      names.stream().distinct().forEach(again::remove);
      assertThat(committed).hasSize(AT_ONCE).doesNotContainAnyElementsOf(again);
      assertThat(again).hasSizeLessThanOrEqualTo(most);
    }

    @Override
    public void close() {
      release();
      server.close();
    }
  }

  private Path functions(int count) throws IOException {
    Path domain = Files.createDirectory(temp.resolve("domain"));
    for (int i = 0; i < count; i++) {
      Files.writeString(domain.resolve("f" + i + ".py"), "def f" + i + "():\n  pass\n");
    }
    return domain;
  }

  private static void kill(String process) throws Exception {
    ended("kill", "-9", Files.readString(CLUSTER.resolve(process + ".pid")).strip());
  }

  @Test
  void whatAKilledTaskManagerHadCommittedIsNotAskedAgain() throws Exception {
    Path domain = functions(60);
    try (HoldingServer server = new HoldingServer()) {
      long restarts = restarts();
      Object[] there = server.options("--flink-master", master, "--parallelism", 2).toArray();
      Process run = begin(analyze(domain, "killed", there));
      server.awaitHeld();
      kill("taskmanager-1");
      server.release();
      assertThat(run.waitFor()).isZero();

      assertThat(restarts()).isGreaterThan(restarts);
      // What was in flight: of the one that was killed, and of the other one at each restart.
      server.asked(60, (int) (1 + restarts() - restarts));
      analyzeHere(domain, "quiet", server.options().toArray());
      same("quiet", "killed");
    }
  }

  @Test
  void aRunWhoseJobManagerIsKilledIsFinishedByTheNextOne() throws Exception {
    Path domain = functions(40);
    try (HoldingServer server = new HoldingServer()) {
      List<Object> there = server.options("--flink-master", master, "--parallelism", 2);
      List<Object> detached = new ArrayList<>(there);
      detached.add("--detached");
      ended(analyze(domain, "killed", detached.toArray())).with(ExitCode.OK);
      server.awaitHeld();
      kill("jobmanager");
      assertThat(start(ports).with(ExitCode.FAILED).err())
          .contains("jobmanager of the cluster", "is gone; run stop.sh");
      ended(SCRIPTS.resolve("stop.sh"), "--dir", CLUSTER).with(ExitCode.OK);
      server.release();
      start(ports).with(ExitCode.OK);
      Files.move(temp.resolve("killed"), temp.resolve("left"));

      ended(analyze(domain, "killed", there.toArray())).with(ExitCode.OK);
      server.asked(40, 2);
      analyzeHere(domain, "quiet", server.options().toArray());
      same("quiet", "killed");
    }
  }

  @Test
  void aRunTellsHowFarItIsAndTheClusterShowsItsMetrics() throws Exception {
    Path domain = functions(20);
    Files.copy(domain.resolve("f3.py"), domain.resolve("same.py"));
    Files.writeString(domain.resolve("none.py"), "refuse = 1\n");
    Workspace workspace =
        new Workspace(temp.resolve("store").toString(), temp.resolve("told"), List.of());
    List<RunProgress> heard = new CopyOnWriteArrayList<>();
    try (HoldingServer server = new HoldingServer()) {
      JobSpec job = JobSpec.load("codebase-analysis", asking(server, domain));
      RunPlan plan = Preflight.plan(job, RunId.next(), workspace, false);
      // The others are held until somebody has heard of the first ones.
      RunProgress.Listener listener =
          progress -> {
            heard.add(progress);
            if (progress.read() == 23 && progress.answered() + progress.dead() >= 10) {
              server.release();
            }
          };
      RunEnd end = PipelineRun.run(plan, RunnerConfig.load("flink-cluster", there()), listener);

      assertThat(heard)
          .as("one call may answer two files")
          .anyMatch(told -> told.read() == 23 && (told.answered() + told.dead()) / 2 == 5);
      JsonNode record = ((RunEnd.Finished) end).record();
      assertThat(FlinkJob.named("catalytic-" + plan.runId(), master).beamMetrics("catalytic"))
          .containsEntry("answers", record.at("/counts/answered").asLong())
          .containsEntry("answers", 21L)
          .containsEntry("dead_letters", 1L)
          .containsEntry("memo_hits", 1L)
          .containsEntry("prompt_tokens", 200L)
          .containsEntry("output_tokens", 100L)
          .containsEntry("invocation_ms", 21L)
          .containsEntry("entries_read", 23L)
          .containsEntry("entries_rehashed", 23L);
    }
    try (Stream<Path> files = Files.list(workspace.output())) {
      assertThat(files).as("the documented ones").hasSize(7);
    }
  }

  private static ObjectNode asking(HoldingServer server, Path domain) {
    ObjectNode job = Json.object().put("domain", domain.toString());
    job.putObject("model").put("name", "ollama:m").put("url", server.url());
    job.putObject("limits").put("max_in_flight", 1);
    return job;
  }

  private static ObjectNode there() throws IOException {
    ObjectNode config = Json.object();
    ObjectNode options = config.putObject("options").put("flinkMaster", master);
    try (DirectoryStream<Path> jars =
        Files.newDirectoryStream(Path.of("target"), "catalytic-*-all.jar")) {
      options.putArray("filesToStage").add(jars.iterator().next().toAbsolutePath().toString());
    }
    return config;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String name(JsonNode chat) {
    Matcher name = NAME.matcher(chat.at("/messages/0/content").asText());
    return name.find() ? name.group(1) : "none";
  }

  private static String right(String name) {
    return "{\"functions\":[{\"name\":\"" + name + "\",\"line\":1}],\"classes\":[],\"imports\":[]}";
  }
}
