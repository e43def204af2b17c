package io.catalytic.store.remote;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.catalytic.digest.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;

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
  void objectsAreADomainWithTheRootOfTheirCopy() throws Exception {
    RemoteLocation place = S3Server.newPlace();
    Path copy = temp.resolve("copy");
    object(place, copy, "deep/a [b]*/x?.py", "def f(x):\n    return x\n");
    object(place, copy, "deep/B.java", "class B { void g() {} }\n");
    object(place, copy, "deep.large", "x".repeat(3 << 20));

    Ended run = catalytic("analyze", place.toString(), "--out", "out-s3", "--json").endsWith(0);
    JsonNode record = Json.parse(run.out());
    assertThat(record.at("/domain/kind").asText()).isEqualTo("objects");
    assertThat(record.at("/domain/path").asText()).isEqualTo(place.toString());
    assertThat(record.at("/restoration/restored").asBoolean()).isTrue();
    assertThat(record.at("/restoration/not_covered").toString()).contains("modes");
    Ended local = catalytic("analyze", copy.toString(), "--out", "out-copy", "--json").endsWith(0);
    assertThat(record.at("/restoration/root_before"))
        .isEqualTo(Json.parse(local.out()).at("/restoration/root_before"));
    for (String file : List.of("results.jsonl", "manifest.jsonl", "skipped.jsonl")) {
      assertThat(temp.resolve("domain/out-s3").resolve(file))
          .hasSameTextualContentAs(temp.resolve("domain/out-copy").resolve(file));
    }
    catalytic("validate", "out-s3").endsWith(0);
    catalytic("analyze", place.toString(), "--repair").endsWith(2);
    assertThat(catalytic("analyze", place + "/none").endsWith(2).err())
        .contains("there is nothing there");
  }

  /** Puts an object, and a file where copying it would put one, with the usual modes. */
  private static void object(RemoteLocation place, Path copy, String key, String text)
      throws Exception {
    S3Clients.last()
        .orElseThrow()
        .putObject(
            put -> put.bucket(place.authority()).key(place.folder() + "/" + key),
            RequestBody.fromString(text));
    Path file = copy.resolve(key);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    try (Stream<Path> paths = Files.walk(copy)) {
      for (Path dir : paths.filter(Files::isDirectory).toList()) {
        Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwxr-xr-x"));
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
