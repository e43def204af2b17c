package io.catalytic.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catalytic.digest.Json;
import io.catalytic.schema.JsonSchema;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.Stores;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a snapshot to a proof, and from a proof to a verdict without the snapshot. */
class ProveCommandTest {
  @TempDir private Path temp;
  private Path dir;
  private Path store;
  private String root = "";

  @BeforeEach
  void takeSnapshot() throws IOException {
    dir = Files.createDirectories(temp.resolve("domain"));
    store = temp.resolve("store");
    Files.writeString(dir.resolve("a.txt"), "hello\n");
    Files.createDirectory(dir.resolve("empty"));
    Files.createSymbolicLink(dir.resolve("link"), Path.of("a.txt"));
    Files.writeString(Path.of(URI.create(dir.toUri() + "%FF")), "raw");
    for (int i = 0; i < 100; i++) {
      Files.writeString(dir.resolve("file-" + i), "number " + i);
    }
    root = Cli.run("snapshot", dir, "--store", store, "--json").json().get("root").asText();
  }

  private Path prove(String name, Object... args) {
    Path proof = temp.resolve(name);
    Object[] words = new Object[args.length + 6];
    System.arraycopy(args, 0, words, 2, args.length);
    words[0] = "prove";
    words[1] = root;
    words[words.length - 4] = "--store";
    words[words.length - 3] = store;
    words[words.length - 2] = "-o";
    words[words.length - 1] = proof;
    Cli.run(words).endsWith(ExitCode.OK);
    return proof;
  }

  @Test
  void aProofIsCheckedWithNothingButItselfTheRootAndTheFile() throws IOException {
    Path proof = prove("proof.json", "a.txt");
    String sentence =
        "holds: a.txt is a file of 6 bytes, mode 0644, SHA-256"
            + " 5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03, under root "
            + root;
    Path copy = Files.writeString(temp.resolve("a copy"), "hello\n");
    Cli check = Cli.run("check-proof", proof, copy, "--root", root).endsWith(ExitCode.OK);
    assertThat(check.out()).isEqualTo(sentence + "; " + copy + " has that content\n");
    assertThat(check.err()).isEmpty();
    Cli unasked = Cli.run("check-proof", proof).endsWith(ExitCode.OK);
    assertThat(unasked.out()).isEqualTo(sentence + "\n");
    assertThat(unasked.err()).contains("names: compare that with a root that you trust");
  }

  @Test
  void whatDoesNotHoldEndsWithFiveAndTheReason() throws IOException {
    Path proof = prove("proof.json", "a.txt");
    Path edited = Files.writeString(temp.resolve("edited"), "Hello\n");
    assertThat(Cli.run("check-proof", proof, edited).endsWith(ExitCode.NOT_RESTORED).out())
        .startsWith("does not hold: " + edited + " has another content: 6 bytes");
    assertThat(Cli.run("check-proof", proof, dir).endsWith(ExitCode.NOT_RESTORED).out())
        .contains("is not a file, as the proof has it");
    String other = "0".repeat(64);
    assertThat(Cli.run("check-proof", proof, "--root", other).endsWith(ExitCode.NOT_RESTORED).out())
        .isEqualTo("does not hold: it is about the root " + root + ", and not " + other + "\n");
    ObjectNode json = (ObjectNode) Json.parse(Files.readAllBytes(proof));
    Files.writeString(proof, Json.write(json.put("entries", 7)));
    assertThat(Cli.run("check-proof", proof).endsWith(ExitCode.NOT_RESTORED).out())
        .startsWith("does not hold: what it says leads to the root ");
  }

  @Test
  void everyKindOfPathHasAProof() throws IOException {
    Path link = prove("link.json", "link");
    Cli.run("check-proof", link, dir.resolve("link")).endsWith(ExitCode.OK);
    Cli.run("check-proof", link, dir.resolve("a.txt")).endsWith(ExitCode.NOT_RESTORED);
    Cli.run("check-proof", prove("empty.json", "empty"), dir.resolve("empty")).endsWith(0);
    assertThat(Cli.run("check-proof", prove("own.json", ".")).endsWith(0).out())
        .startsWith("holds: . is a directory of mode ");
    Path raw = prove("raw.json", "--path-base64", "/w==");
    assertThat(Cli.run("check-proof", raw).endsWith(0).out()).startsWith("holds: \\xff is a file");
  }

  @Test
  void aPathThatIsNotThereIsProvedToBeAbsent() {
    Path proof = prove("absent.json", "a.tx");
    assertThat(Cli.run("check-proof", proof, "--root", root).endsWith(ExitCode.OK).out())
        .isEqualTo("holds: a.tx is not there, under root " + root + "\n");
    assertThat(Cli.run("check-proof", proof, dir).endsWith(ExitCode.BAD_INPUT).err())
        .contains("one of absence");
  }

  @Test
  void whatIsNoProofEndsWithTwo() throws IOException {
    Path none = Files.writeString(temp.resolve("none"), "{}");
    assertThat(Cli.run("check-proof", none).endsWith(ExitCode.BAD_INPUT).err())
        .contains("not a proof of a path: /schema_version");
    Cli.run("check-proof", temp.resolve("missing")).endsWith(ExitCode.BAD_INPUT);
    Path large = Files.write(temp.resolve("large"), new byte[(1 << 20) + 1]);
    assertThat(Cli.run("check-proof", large).endsWith(ExitCode.BAD_INPUT).err())
        .contains("more than 1048576 bytes");
    Cli.run("check-proof", prove("p.json", "a.txt"), temp.resolve("missing")).endsWith(2);
  }

  @Test
  void aQuestionThatCantBeAnsweredEndsWithTwo() {
    List<List<Object>> questions =
        List.of(
            List.of("prove", "0".repeat(64), "a.txt"),
            List.of("prove", "xyz", "a.txt"),
            List.of("prove", root),
            List.of("prove", root, "a.txt", "--path-base64", "YQ=="),
            List.of("prove", root, "../a.txt"),
            List.of("prove", root, "caf\ufffd"),
            List.of("prove", root, "--path-base64", "%"));
    for (List<Object> question : questions) {
      Object[] words = new Object[question.size() + 2];
      System.arraycopy(question.toArray(), 0, words, 0, question.size());
      words[question.size()] = "--store";
      words[question.size() + 1] = store;
      assertThat(Cli.run(words).endsWith(ExitCode.BAD_INPUT).err()).startsWith("catalytic: ");
    }
  }

  @Test
  void theFirstDigitsOfARootNameIt() {
    Cli.run("prove", root.substring(0, 6), "a.txt", "--store", store).endsWith(ExitCode.OK);
  }

  @Test
  void aRecordWithoutPagesGivesTheSameProof() throws IOException {
    Path with = prove("with.json", "file-7");
    try (ObjectStore objects = Stores.open(store.toString())) {
      String record =
          new String(
              objects.refs().read("roots/" + root + ".listed").orElseThrow(),
              StandardCharsets.UTF_8);
      String old = record.replaceAll(",\"pages\":\"[0-9a-f]+\"", "").replace("1.2", "1.1");
      assertThat(old).isNotEqualTo(record);
      objects.refs().write("roots/" + root + ".listed", old.getBytes(StandardCharsets.UTF_8));
    }
    assertThat(prove("without.json", "file-7")).hasSameTextualContentAs(with);
  }

  @Test
  void whatIsPrintedFitsItsSchemas() throws IOException {
    JsonSchema proofs = JsonSchema.named("path-proof");
    JsonSchema checks = JsonSchema.named("path-proof-check");
    for (String path : List.of("a.txt", "empty", "link", ".", "missing", "missing-too")) {
      Cli prove = Cli.run("prove", root, path, "--store", store, "--json");
      assertThat(proofs.check(prove.json())).isEmpty();
      Path proof = Files.writeString(temp.resolve("proof.json"), prove.out());
      assertThat(checks.check(Cli.run("check-proof", proof, "--json").json())).isEmpty();
      Cli bad = Cli.run("check-proof", proof, "--json", "--root", "0".repeat(64)).endsWith(5);
      assertThat(checks.check(bad.json())).isEmpty();
      assertThat(bad.json().get("holds").asBoolean()).isFalse();
    }
  }
}
