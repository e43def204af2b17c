package io.catalytic.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Flags that say where a job is run. */
class RunnerOptionsTest {
  @TempDir private Path temp;
  private Path dir;

  @BeforeEach
  void makeDomain() throws IOException {
    dir = Files.createDirectories(temp.resolve("domain"));
    Files.writeString(dir.resolve("a.py"), "def f(): pass\n");
  }

  private Cli analyze(String... more) {
    List<Object> words = new ArrayList<>(List.of("analyze", dir, "--out", temp.resolve("out")));
    words.addAll(List.of("--store", temp.resolve("store")));
    words.addAll(List.of((Object[]) more));
    return Cli.run(words.toArray());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--detached                      | --detached: needs a Flink cluster; see --flink-master",
        "--detached --runner-config flink-local | --detached: needs a cluster, whose REST port is HOST:PORT",
        "--parallelism 0                 | --parallelism: must be at least 1; got 0",
        "--parallelism -1 --flink-master h:1 | --parallelism: must be at least 1; got -1",
        "--flink-master nowhere          | --flink-master: must be [local], or the cluster's REST port as HOST:PORT; got \"nowhere\"",
        "--runner-option paralelism=3    | --runner-option paralelism: is no pipeline option of Beam's; did you mean parallelism?",
        "--runner-config flink           | flink: there is no such file, nor anything built in of that name"
      })
  void whatCannotBeIsRefusedByTheFlagsName(String flags, String message) {
    Cli run = analyze(flags.split(" ", -1)).endsWith(ExitCode.BAD_INPUT);
    assertThat(run.err()).isEqualTo("catalytic: " + message + "\n");
  }

  @Test
  void aClusterThatIsNotThereIsNamed() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Cli run = analyze("--flink-master", "127.0.0.1:" + port).endsWith(ExitCode.FAILED);
    assertThat(run.err())
        .startsWith("catalytic: no Flink cluster answers at 127.0.0.1:" + port)
        .contains("start.sh", "--flink-master HOST:PORT")
        .hasLineCount(1);
  }

  @Test
  void parallelismAndOptionsReachTheDirectRunner() {
    analyze("--parallelism", "2", "--runner-option", "enforceImmutability=true")
        .endsWith(ExitCode.OK);
  }
}
