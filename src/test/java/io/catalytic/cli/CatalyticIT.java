package io.catalytic.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.catalytic.digest.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program, as a process of its own. */
class CatalyticIT {
  @TempDir private Path temp;
  private Path dir;
  private Path classes;

  @BeforeEach
  void makeDomain() throws Exception {
    dir = temp.resolve("domain");
    Files.createDirectories(dir.resolve("sub"));
    classes = temp.resolve("classes");
    Files.writeString(dir.resolve("a.py"), "def f(x):\n    return x\n");
    Files.writeString(dir.resolve("sub/B.java"), "class B { void g() {} }\n");
  }

  private record Ended(int code, String out, String err) {}

  private Ended catalytic(Object... args) throws Exception {
    List<String> command = new ArrayList<>(List.of(launcher()));
    Stream.of(args).map(Object::toString).forEach(command::add);
    ProcessBuilder process = new ProcessBuilder(command).directory(dir.toFile());
    process.environment().put("CATALYTIC_JAVA_OPTS", "-Xlog:class+load:file=" + classes);
    Path out = temp.resolve("stdout");
    Path err = temp.resolve("stderr");
    int code = process.redirectOutput(out.toFile()).redirectError(err.toFile()).start().waitFor();
    return new Ended(code, Files.readString(out), Files.readString(err));
  }

  @Test
  void aRunInTheUsualPlacesEndsWithAProofAndNothingOnStandardError() throws Exception {
    Ended run = catalytic("analyze", "sub", "--json");
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    JsonNode record = Json.parse(run.out());
    assertThat(record.at("/restoration/restored").asBoolean()).isTrue();
    assertThat(record.at("/counts/answered").asInt()).isEqualTo(1);
    Path output = dir.resolve(".catalytic/runs").resolve(record.get("run_id").asText());
    try (Stream<Path> files = Files.list(output)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "run.json",
              "results.jsonl",
              "dead-letters.jsonl",
              "skipped.jsonl",
              "provenance.jsonl",
              "manifest.jsonl",
              "proof.json");
    }
    assertThat(Files.readString(output.resolve("run.json")).replace("\n", ""))
        .isEqualTo(run.out().strip());
  }

  @Test
  void aDomainThatHoldsTheStateIsTheSameBeforeAndAfterAndInEveryCommand() throws Exception {
    JsonNode first = Json.parse(catalytic("analyze", ".", "--json").out());
    assertThat(first.at("/domain/left_out/0").asText()).isEqualTo(".catalytic");
    String root = first.at("/restoration/root_before").asText();
    assertThat(catalytic("verify", ".", root).out()).contains("verified " + root);
    assertThat(catalytic("snapshot", ".").out()).startsWith(root);
  }

  @Test
  void aFileThatCrashesTheParserIsADeadLetterAndAllOthersAreAnswered() throws Exception {
    Files.writeString(dir.resolve("sub/bad.rb"), "x <<\"" + "a".repeat(300) + "\n");
    Files.writeString(dir.resolve("sub/good.rb"), "def f; end\n");
    Ended run = catalytic("analyze", "sub", "--json");
    assertThat(run.code()).as(run.err()).isEqualTo(3);
    JsonNode record = Json.parse(run.out());
    assertThat(record.at("/counts/answered").asInt()).isEqualTo(2);
    Path output = dir.resolve(".catalytic/runs").resolve(record.get("run_id").asText());
    JsonNode letter = Json.parse(Files.readString(output.resolve("dead-letters.jsonl")));
    assertThat(letter.get("path").asText()).isEqualTo("bad.rb");
    assertThat(letter.get("reason").asText()).isEqualTo("worker_crashed");
    assertThat(letter.get("attempts").asInt()).isEqualTo(1);
  }

  @Test
  void commandsThatNeedNoBeamLoadNoneOfIt() throws Exception {
    assertThat(catalytic("snapshot", "sub").code()).isZero();
    assertNoBeam();
    assertThat(catalytic("verify", "sub", "0".repeat(64)).code()).isEqualTo(5);
    assertNoBeam();
    assertThat(catalytic("store", "put", "a.py").code()).isZero();
    assertNoBeam();
    assertThat(catalytic("context", "externalize", "a.py").code()).isZero();
    assertNoBeam();
    assertThat(catalytic("analyze", "sub", "--dry-run").code()).isZero();
    assertNoBeam();
    assertThat(catalytic("instruction", "list").code()).isZero();
    assertNoBeam();
    String kill = "rm B.java; kill -9 $PPID";
    assertThat(catalytic("exec", "--domain", "sub", "--", "sh", "-c", kill).code()).isEqualTo(137);
    assertNoBeam();
    assertThat(catalytic("exec", "--recover").code()).isZero();
    assertThat(dir.resolve("sub/B.java")).exists();
    assertNoBeam();
  }

  private void assertNoBeam() throws Exception {
    List<String> loaded = Files.readAllLines(classes);
    assertThat(loaded).anyMatch(line -> line.contains("io.catalytic.cli.Main"));
    assertThat(loaded).noneMatch(line -> line.contains("org.apache.beam"));
  }

  @Test
  void aMissingDirectoryIsNamedWithoutAStackTrace() throws Exception {
    Ended run = catalytic("analyze", "nowhere");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).isEqualTo("catalytic: nowhere: there is no such directory\n");
  }

  @Test
  void aFreshCheckoutBuildsTheJarFirst() throws Exception {
    Path checkout = temp.resolve("checkout");
    Files.createDirectories(checkout.resolve("bin"));
    Files.copy(
        Path.of("catalytic"), checkout.resolve("catalytic"), StandardCopyOption.COPY_ATTRIBUTES);
    Path maven = checkout.resolve("bin/mvn");
    Files.writeString(maven, "#!/bin/sh\necho \"$@\" > called\nexit 7\n");
    assertThat(maven.toFile().setExecutable(true)).isTrue();
    ProcessBuilder process = new ProcessBuilder(checkout.resolve("catalytic").toString());
    process.environment().merge("PATH", checkout.resolve("bin") + ":", (path, bin) -> bin + path);
    assertThat(process.start().waitFor()).isEqualTo(7);
    assertThat(checkout.resolve("called")).content().contains("package");
  }

  @Test
  void aDirectoryWithAnAccentIsFoundInEveryLocale() throws Exception {
    run("mkdir", "-p", "caf\u00e9/dom");
    ProcessBuilder process =
        new ProcessBuilder("sh", "-c", "cd caf*/ && exec \"$0\" snapshot dom", launcher());
    process.environment().put("LC_ALL", "C");
    assertThat(process.directory(dir.toFile()).start().waitFor()).isZero();
    try (Stream<Path> made = Files.list(dir)) {
      assertThat(made.filter(path -> path.toString().contains("caf"))).hasSize(1);
    }
  }

  private void run(String... command) throws Exception {
    assertThat(new ProcessBuilder(command).directory(dir.toFile()).start().waitFor()).isZero();
  }

  private static String launcher() {
    return Path.of("catalytic").toAbsolutePath().toString();
  }

  @Test
  void aFullDiskBehindStandardOutputIsAFailure() throws Exception {
    String hash = catalytic("store", "put", "a.py").out().substring(0, 64);
    for (String command : List.of("store get " + hash, "snapshot sub", "instruction list")) {
      ProcessBuilder shell =
          new ProcessBuilder("sh", "-c", launcher() + " " + command + " > /dev/full");
      assertThat(shell.directory(dir.toFile()).start().waitFor()).as(command).isEqualTo(1);
    }
  }
}
