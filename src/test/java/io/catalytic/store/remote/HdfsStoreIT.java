package io.catalytic.store.remote;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.catalytic.digest.Json;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program with a store on a real HDFS. */
final class HdfsStoreIT {
  private final String store = HdfsServer.use().newPlace().toString();
  @TempDir private Path temp;

  @BeforeEach
  void makeDomain() throws Exception {
    Path dir = Files.createDirectories(temp.resolve("src"));
    Files.writeString(dir.resolve("a.py"), "def f(x):\n    return x\n");
    Files.writeString(dir.resolve("B.java"), "class B { void g() {} }\n");
  }

  private record Ended(int code, String out, String err) {
    Ended endsWith(int expected) {
      assertThat(code).as("out: %s; err: %s", out, err).isEqualTo(expected);
      return this;
    }
  }

  private Ended catalytic(String... args) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of("catalytic").toAbsolutePath().toString());
    command.addAll(List.of(args));
    ProcessBuilder process = new ProcessBuilder(command).directory(temp.toFile());
    process.environment().put("CATALYTIC_CACHE", temp.resolve("cache").toString());
    Path out = temp.resolve("stdout");
    Path err = temp.resolve("stderr");
    int code = process.redirectOutput(out.toFile()).redirectError(err.toFile()).start().waitFor();
    return new Ended(code, Files.readString(out), Files.readString(err));
  }

  @Test
  void blobsGoInAndComeOutInAnotherProcessAndNothingElseIsSaid() throws Exception {
    Ended put = catalytic("store", "put", "src/a.py", "--store", store).endsWith(0);
    Ended got = catalytic("store", "get", put.out().substring(0, 64), "--store", store).endsWith(0);
    assertThat(got.out()).isEqualTo(Files.readString(temp.resolve("src/a.py")));
    assertThat(put.err() + got.err()).isEmpty();
  }

  @Test
  void aRunKeepsEverythingOnHdfs() throws Exception {
    Ended run = catalytic("analyze", "src", "--out", "out", "--json", "--store", store).endsWith(0);
    assertThat(run.err()).isEmpty();
    JsonNode record = Json.parse(run.out());
    assertThat(record.at("/restoration/restored").asBoolean()).isTrue();
    assertThat(record.at("/counts/answered").asInt()).isEqualTo(2);
    assertThat(catalytic("store", "fsck", "--store", store).endsWith(0).err()).isEmpty();
  }

  @Test
  void aNamenodeThatIsNotThereIsNamedWithoutAStackTrace() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    String nowhere = "hdfs://127.0.0.1:" + port + "/x";
    assertThat(catalytic("store", "put", "src/a.py", "--store", nowhere).endsWith(1).err())
        .isEqualTo(
            "catalytic: "
                + nowhere
                + "/format.json: cannot look at: 127.0.0.1:"
                + port
                + " can't be reached, or is no namenode (Connection refused); check the network,"
                + " and that host and port are those of fs.defaultFS\n");
  }
}
