package io.catalytic.store.remote;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.catalytic.digest.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program with a store on an S3 server, told where by its environment only. */
final class RemoteStoreIT {
  private final S3Server server = S3Server.use();
  private final String store = S3Server.newPlace().toString();
  @TempDir private Path temp;
  private Path dir;

  @BeforeEach
  void makeDomain() throws Exception {
    dir = Files.createDirectories(temp.resolve("domain/src"));
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
    ProcessBuilder process = new ProcessBuilder(command).directory(temp.resolve("domain").toFile());
    process
        .environment()
        .putAll(
            Map.of(
                "CATALYTIC_STORE",
                store,
                "CATALYTIC_CACHE",
                temp.resolve("cache").toString(),
                "AWS_ENDPOINT_URL_S3",
                server.endpoint().toString(),
                "AWS_ACCESS_KEY_ID",
                S3Server.KEY,
                "AWS_SECRET_ACCESS_KEY",
                S3Server.SECRET));
    Path out = temp.resolve("stdout");
    Path err = temp.resolve("stderr");
    int code = process.redirectOutput(out.toFile()).redirectError(err.toFile()).start().waitFor();
    Ended ended = new Ended(code, Files.readString(out), Files.readString(err));
    assertThat(ended.out() + ended.err()).doesNotContain(S3Server.SECRET);
    return ended;
  }

  @Test
  void blobsGoInAndComeOutInAnotherProcess() throws Exception {
    String hash = catalytic("store", "put", "src/a.py").endsWith(0).out().substring(0, 64);
    catalytic("store", "has", hash).endsWith(0);
    assertThat(catalytic("store", "get", hash).endsWith(0).out())
        .isEqualTo(Files.readString(dir.resolve("a.py")));
    assertThat(Json.parse(catalytic("store", "stats", "--json").endsWith(0).out()).get("blobs"))
        .hasToString("1");
    assertThat(catalytic("store", "get", "0".repeat(64)).endsWith(1).err())
        .isEqualTo("catalytic: the store has no blob " + "0".repeat(64) + "\n");
    assertThat(temp.resolve("cache")).isNotEmptyDirectory();
  }

  @Test
  void aRunOnASnapshotKeepsEverythingInTheBucket() throws Exception {
    String root = catalytic("snapshot", "src", "--content").endsWith(0).out().substring(0, 64);
    Ended run = catalytic("analyze", "src", "--out", "out", "--json").endsWith(0);
    assertThat(run.err()).isEmpty();
    JsonNode record = Json.parse(run.out());
    assertThat(record.at("/restoration/restored").asBoolean()).isTrue();
    assertThat(record.at("/restoration/root_before").asText()).isEqualTo(root);
    assertThat(record.at("/counts/answered").asInt()).isEqualTo(2);
    Files.writeString(dir.resolve("a.py"), "edited");
    assertThat(catalytic("verify", "src", root).endsWith(5).out()).contains("a.py (content)");
    try (Stream<Path> written = Files.walk(temp.resolve("domain/out"))) {
      for (Path file : written.filter(Files::isRegularFile).toList()) {
        assertThat(file).content().doesNotContain(S3Server.SECRET);
      }
    }
  }

  @Test
  void aBucketThatIsNotThereIsNamedWithoutAStackTrace() throws Exception {
    assertThat(catalytic("store", "put", "src/a.py", "--store", "s3://nowhere/x").endsWith(1).err())
        .isEqualTo(
            "catalytic: s3://nowhere/x/: cannot list: there is no such bucket; make nowhere first,"
                + " or name another with --store\n");
  }
}
