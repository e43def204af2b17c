package io.catalytic.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.catalytic.digest.Json;
import io.catalytic.domain.RawPath;
import io.catalytic.domain.RawPathText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every command on every trap that can be part of a proof. {@code docs/traps.md} lists them. */
class TrapsTest {
  private final Path temp;
  private final Path dir;
  private final Path copy;
  private final Path store;

  TrapsTest(@TempDir Path temp) throws IOException {
    this.temp = temp;
    this.dir = Files.createDirectory(temp.resolve("domain"));
    this.copy = temp.resolve("copy");
    this.store = temp.resolve("store");
  }

  /** JUnit can't delete paths that long. */
  @AfterEach
  void delete() throws Exception {
    assertThat(
            new ProcessBuilder("rm", "-rf", dir.toString(), copy.toString())
                .inheritIO()
                .start()
                .waitFor())
        .isZero();
  }

  private String snapshot(Trap trap) throws IOException {
    trap.make(new Trap.Tree(dir));
    return run("snapshot", "--content", dir, "--json").json().get("root").asText();
  }

  private Cli run(Object... args) {
    List<Object> words = new ArrayList<>(List.of(args));
    words.add("--store");
    words.add(store);
    return Cli.run(words.toArray()).endsWith(ExitCode.OK);
  }

  private static String latin(JsonNode line) {
    return new String(RawPathText.get(line).bytes(), StandardCharsets.ISO_8859_1);
  }

  @ParameterizedTest
  @EnumSource
  void aSnapshotHoldsThePathsThatAnotherProgramSeesAndVerifies(Trap trap) throws IOException {
    String root = snapshot(trap);
    JsonNode taken = run("snapshot", dir, "--json").json();
    assertThat(taken.get("root").asText()).isEqualTo(root);
    Path manifest = temp.resolve("manifest");
    run("store", "get", taken.get("manifest").asText(), "-o", manifest);
    Set<String> paths = new HashSet<>();
    for (String line : Files.readAllLines(manifest)) {
      JsonNode entry = Json.parse(line);
      paths.add(entry.get("path").asText().isEmpty() ? "" : latin(entry));
    }
    assertThat(paths).isEqualTo(Find.state(dir).keySet());
    run("verify", dir, root);
  }

  @ParameterizedTest
  @EnumSource
  void verifyAndDiffNameExactlyWhatChanged(Trap trap) throws IOException {
    String root = snapshot(trap);
    trap.change(new Trap.Tree(dir));
    Cli verify =
        Cli.run("verify", dir, root, "--json", "--store", store).endsWith(ExitCode.NOT_RESTORED);
    assertThat(verify.json().get("differences"))
        .extracting(TrapsTest::latin)
        .containsExactlyElementsOf(trap.changed());
    String after = run("snapshot", dir, "--json").json().get("root").asText();
    for (Object other : List.of(dir, after)) {
      assertThat(run("diff", root, other, "--json").out().lines().map(Cli::parse))
          .extracting(TrapsTest::latin)
          .containsExactlyElementsOf(trap.changed());
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyFileHasAProofThatHolds(Trap trap) throws IOException {
    String root = snapshot(trap);
    int proofs = 0;
    for (String path : Find.files(dir)) {
      Path proof = temp.resolve("proof" + proofs++);
      byte[] bytes = path.getBytes(StandardCharsets.ISO_8859_1);
      String base64 = Base64.getEncoder().encodeToString(bytes);
      run("prove", root, "--path-base64", base64, "-o", proof);
      Cli check = Cli.run("check-proof", proof, "--root", root, "--json").endsWith(ExitCode.OK);
      assertThat(RawPathText.get(check.json())).isEqualTo(RawPath.of(bytes));
    }
  }

  @ParameterizedTest
  @EnumSource
  void restoreGivesBackWhatAnotherProgramSees(Trap trap) throws IOException {
    String root = snapshot(trap);
    var before = Find.state(dir);
    run("restore", root, copy);
    assertThat(Find.state(copy)).isEqualTo(before);
    assertThat(run("diff", dir, copy, "--exit-code").out()).isEmpty();
    trap.change(new Trap.Tree(dir));
    run("restore", root, dir);
    assertThat(Find.state(dir)).isEqualTo(before);
    run("verify", dir, root);
  }

  @ParameterizedTest
  @EnumSource
  void analyzeEndsForEveryFileWithAnAnswerOrAReason(Trap trap) throws IOException {
    String root = snapshot(trap);
    Path out = temp.resolve("out");
    // With one thread: the runner's others would only turn round while the parser is waited for.
    JsonNode record = run("analyze", dir, "--out", out, "--json", "--parallelism", 1).json();
    assertThat(record.at("/restoration/restored").asBoolean()).isTrue();
    assertThat(record.at("/restoration/root_after").asText()).isEqualTo(root);
    Set<String> ended = new HashSet<>();
    for (String line : Files.readAllLines(out.resolve("results.jsonl"))) {
      assertThat(Cli.parse(line).get("status").asText()).as(line).isEqualTo("answered");
      assertThat(ended.add(latin(Cli.parse(line)))).as(line).isTrue();
    }
    assertThat(ended).allMatch(path -> path.endsWith(".py"));
    for (String line : Files.readAllLines(out.resolve("skipped.jsonl"))) {
      assertThat(Cli.parse(line).get("reason").asText()).isIn("symlink", "binary");
      assertThat(ended.add(latin(Cli.parse(line)))).as(line).isTrue();
    }
    assertThat(ended).isEqualTo(Find.files(dir));
  }
}
