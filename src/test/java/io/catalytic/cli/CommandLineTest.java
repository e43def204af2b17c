package io.catalytic.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Commands that start no pipeline. */
class CommandLineTest {
  @TempDir private Path temp;
  private Path dir;
  private Path store;

  @BeforeEach
  void makeDomain() throws IOException {
    dir = Files.createDirectories(temp.resolve("domain"));
    store = temp.resolve("store");
    Files.writeString(dir.resolve("a.py"), "def f(x): pass\n");
    Files.writeString(dir.resolve("b.txt"), "text\n");
    Files.write(dir.resolve("c.bin"), new byte[] {0, 1});
    Files.writeString(dir.resolve(".gitignore"), "hidden.py\n");
    Files.writeString(dir.resolve("hidden.py"), "x = 1\n");
  }

  private Cli snapshot() {
    return Cli.run("snapshot", dir, "--store", store, "--json").endsWith(ExitCode.OK);
  }

  @Test
  void aDirectoryVerifiesAgainstItsOwnSnapshot() {
    String root = snapshot().json().get("root").asText();
    assertThat(Cli.run("verify", dir, root, "--store", store).endsWith(ExitCode.OK).out())
        .contains("verified " + root);
  }

  @Test
  void aSnapshotsLineStartsWithTheRoot() {
    String root = snapshot().json().get("root").asText();
    assertThat(Cli.run("snapshot", dir, "--store", store).endsWith(ExitCode.OK).out())
        .isEqualTo(root + "  6  " + (15 + 5 + 2 + 10 + 6) + "  " + dir + "\n");
  }

  @Test
  void whatDiffersIsListedAndTheCodeIsFive() throws IOException {
    String root = snapshot().json().get("root").asText();
    Files.writeString(dir.resolve("a.py"), "edited");
    Files.delete(dir.resolve("b.txt"));
    Files.createDirectory(dir.resolve("new"));
    Cli verify = Cli.run("verify", dir, root, "--store", store).endsWith(ExitCode.NOT_RESTORED);
    assertThat(verify.out())
        .startsWith("changed  a.py (content)\nremoved  b.txt\nadded    new\n")
        .contains("DIFFERS");
    assertThat(Cli.run("verify", dir, root, "--store", store, "--json").json().get("differences"))
        .hasSize(3);
  }

  @Test
  void aRootThatTheStoreDoesNotKnowSaysSo() {
    snapshot();
    Cli verify =
        Cli.run("verify", dir, "0".repeat(64), "--store", store).endsWith(ExitCode.NOT_RESTORED);
    assertThat(verify.err()).contains("no manifest of that root").contains("--store");
  }

  @Test
  void aStoreInsideTheDomainIsLeftOutInBothCommands() {
    Path inside = dir.resolve("state/store");
    String root = Cli.run("snapshot", dir, "--store", inside, "--json").json().get("root").asText();
    Cli.run("verify", dir, root, "--store", inside).endsWith(ExitCode.OK);
    Cli again = Cli.run("snapshot", dir, "--store", inside, "--json");
    // The directory above the store is an entry: it is the user's. Only the store is not.
    assertThat(again.json().get("left_out").get(0).get("path").asText()).isEqualTo("state/store");
  }

  @Test
  void contentsAreInTheStoreIfTheyWereAskedFor() throws IOException {
    Cli.run("snapshot", dir, "--store", store, "--content").endsWith(ExitCode.OK);
    String hash =
        Cli.run("store", "put", dir.resolve("a.py"), "--store", temp.resolve("other"), "--json")
            .json()
            .get("digest")
            .asText();
    Path copy = temp.resolve("copy");
    Cli.run("store", "get", hash, "-o", copy, "--store", store).endsWith(ExitCode.OK);
    assertThat(copy).hasSameBinaryContentAs(dir.resolve("a.py"));
  }

  @Test
  void blobsGoInAreFoundAndCounted() {
    Cli put = Cli.run("store", "put", dir.resolve("a.py"), dir.resolve("b.txt"), "--store", store);
    assertThat(put.endsWith(ExitCode.OK).out().lines()).hasSize(2);
    String hash = put.out().substring(0, 64);
    Cli.run("store", "has", hash, "--store", store).endsWith(ExitCode.OK);
    Cli.run("store", "has", "0".repeat(64), "--store", store).endsWith(ExitCode.FAILED);
    assertThat(Cli.run("store", "stats", "--store", store, "--json").json().get("bytes").asLong())
        .isEqualTo(20);
    assertThat(Cli.run("store", "get", "0".repeat(64), "--store", store).endsWith(1).err())
        .contains("the store has no blob 0000");
  }

  @Test
  void aDryRunTellsWhatBecomesOfEachFileAndWritesNothing() throws IOException {
    Cli dry =
        Cli.run("analyze", dir, "--dry-run", "--store", store, "--out", temp.resolve("out"))
            .endsWith(ExitCode.OK);
    assertThat(dry.out())
        .isEqualTo(
            """
            skip    unsupported_language   .gitignore
            analyse python                 a.py
            skip    unsupported_language   b.txt
            skip    binary                 c.bin
            skip    ignored                hidden.py
            1 files would be analysed, 4 skipped
            """);
    try (Stream<Path> files = Files.list(temp)) {
      assertThat(files).containsExactly(dir);
    }
  }

  @Test
  void flagsDecideWhatIsAnalysed() {
    Cli dry =
        Cli.run(
            "analyze",
            dir,
            "--dry-run",
            "--store",
            store,
            "--no-gitignore",
            "--include",
            "*.py",
            "--exclude",
            "a.*",
            "--json");
    assertThat(dry.endsWith(ExitCode.OK).out().lines().filter(line -> line.contains("analyse")))
        .singleElement()
        .asString()
        .contains("hidden.py");
  }

  @Test
  void anIncludeThatMatchesNothingIsToldAndOneThatNamesAFileShowsInTheExitCode()
      throws IOException {
    Object[] glob = {"analyze", dir, "--store", store, "--include", "*.py", "--include", "*.rs"};
    String told = "catalytic: include \"*.rs\" matches no file of the domain\n";
    Cli dry = Cli.run(with(glob, "--dry-run")).endsWith(ExitCode.OK);
    assertThat(dry.err()).isEqualTo(told);
    Cli run = Cli.run(with(glob, "--json", "--out", temp.resolve("1"))).endsWith(ExitCode.OK);
    assertThat(run.err()).contains(told);
    assertThat(run.json().get("notices").toString())
        .isEqualTo(
            "{\"total\":1,\"first\":[\"include \\\"*.rs\\\" matches no file of the domain\"]}");

    Object[] name = with(glob, "--include", "gone.py");
    Cli.run(with(name, "--dry-run")).endsWith(ExitCode.INCOMPLETE);
    Cli incomplete =
        Cli.run(with(name, "--json", "--out", temp.resolve("2"))).endsWith(ExitCode.INCOMPLETE);
    assertThat(incomplete.err()).contains("include \"gone.py\" matches no file");
    assertThat(incomplete.json().get("status").asText()).isEqualTo("incomplete");
    assertThat(incomplete.json().at("/notices/total").asInt()).isEqualTo(2);
  }

  @Test
  void anIgnoreFileThatIsNotUnderstoodIsTold() throws IOException {
    Files.createSymbolicLink(dir.resolve(".ignore"), Path.of("b.txt"));
    String told = ".ignore: is not a regular file; its rules do not apply";
    assertThat(Cli.run("analyze", dir, "--dry-run", "--store", store).endsWith(0).err())
        .isEqualTo("catalytic: " + told + "\n");
    assertThat(
            Cli.run("analyze", dir, "--dry-run", "--store", store, "--no-ignore").endsWith(0).err())
        .isEmpty();
  }

  private static Object[] with(Object[] words, Object... more) {
    return Stream.concat(Stream.of(words), Stream.of(more)).toArray();
  }

  @Test
  void aFlagThatIsOutOfRangeIsNamedWithItsLimitAndItsValue() {
    assertThat(Cli.run("analyze", dir, "--max-file-size", "2G", "--store", store).endsWith(2).err())
        .isEqualTo(
            "catalytic: --max-file-size, in bytes: must be at most 1073741824; got 2147483648\n");
    assertThat(
            Cli.run("analyze", dir, "--include", "a", "--include", "{b}", "--max-attempts", "0")
                .endsWith(2)
                .err())
        .contains("catalytic: --include: glob \"{b}\", position 0: braces are not read")
        .contains("catalytic: --max-attempts: must be at least 1; got 0");
  }

  @Test
  void rulesGoByTheNamesAsTheyAre() throws IOException {
    Path odd = Files.createDirectory(dir.resolve("we\\ird\n"));
    Files.writeString(odd.resolve(".gitignore"), "secret.py\n");
    Files.writeString(odd.resolve("secret.py"), "x = 1\n");
    assertThat(Cli.run("analyze", dir, "--dry-run", "--store", store).endsWith(0).out())
        .contains("skip    ignored                we\\\\ird\\x0a/secret.py");
  }

  @Test
  void outputsDeepInsideTheDomainDoNotChangeWhatWasProved() throws IOException {
    Path out = dir.resolve("made/by/us");
    String root =
        Cli.run("analyze", dir, "--store", store, "--out", out, "--json")
            .endsWith(ExitCode.OK)
            .json()
            .at("/restoration/root_before")
            .asText();
    Cli.run("verify", dir, root, "--store", store).endsWith(ExitCode.OK);
    assertThat(Files.getPosixFilePermissions(out.resolve("run.json")))
        .isEqualTo(Files.getPosixFilePermissions(Files.createFile(temp.resolve("plain"))));
  }

  @Test
  void aParameterThatTheInstructionLacksIsRefused() throws IOException {
    Path job = temp.resolve("job.yaml");
    Files.writeString(
        job, "version: 1\ninstruction: {name: extract_structure, parameters: {flavour: x}}\n");
    assertThat(Cli.run("run", job, "--domain", dir, "--store", store).endsWith(2).err())
        .contains("has no input \"flavour\"");
  }

  @Test
  void aDirectoryWithAFifoDoesNotVerify() throws Exception {
    String root = snapshot().json().get("root").asText();
    new ProcessBuilder("mkfifo", dir.resolve("pipe").toString()).start().waitFor();
    assertThat(Cli.run("verify", dir, root, "--store", store).endsWith(5).err())
        .contains("pipe is a FIFO");
  }

  static Stream<List<Object>> badInput() {
    return Stream.of(
        List.of("analyze", "/nowhere/at/all"),
        List.of("analyze", ".", "--model", "gpt:x"),
        List.of("analyze", ".", "--instruction", "no_such"),
        List.of("analyze", ".", "--instruction", "summarize_section"),
        List.of("analyze", ".", "--instruction", "summarize_section", "--dry-run"),
        List.of("analyze", ".", "--include", "{a,b}"),
        List.of("analyze", ".", "--max-file-size", "4 furlongs"),
        List.of("analyze", ".", "--max-attempts", "0"),
        List.of("analyze", ".", "--runner-config", "no-such"),
        List.of("run", "no-such-job"),
        List.of("verify", ".", "abc"),
        List.of("store", "get", "abc"),
        List.of("store", "put", "/nowhere/at/all"),
        List.of("instruction", "check", "pom.xml"),
        List.of("no-such-command"),
        List.of("analyze"));
  }

  @ParameterizedTest
  @MethodSource("badInput")
  void badInputEndsWithTwoAndASentence(List<Object> words) {
    Object[] args = Stream.concat(words.stream(), storeIfTaken(words)).toArray();
    Cli cli = Cli.run(args).endsWith(ExitCode.BAD_INPUT);
    assertThat(cli.err()).isNotBlank().doesNotContain("\tat ");
  }

  private Stream<Object> storeIfTaken(List<Object> words) {
    boolean taken = List.of("analyze", "run", "verify", "store").contains(words.get(0));
    return taken ? Stream.of("--store", store) : Stream.of();
  }

  @Test
  void anUnknownModelNamesThoseThereAre() {
    assertThat(Cli.run("analyze", dir, "--model", "gpt:x", "--store", store).err())
        .contains("gpt")
        .contains("embedded")
        .contains("ollama");
  }

  @Test
  void anOutputDirectoryThatIsInUseIsRefused() throws IOException {
    Path out = Files.createDirectories(temp.resolve("out"));
    Files.createFile(out.resolve("precious"));
    assertThat(Cli.run("analyze", dir, "--store", store, "--out", out).endsWith(2).err())
        .contains("is not empty");
  }

  @Test
  void whatARunThatWasKilledLeavesDoesNotKeepItsOutputDirectory() throws IOException {
    Path left = Files.createDirectories(temp.resolve("out/.progress"));
    Files.writeString(left.resolve("3d6ef0ab-1d5c-4b1a-9a52-0c5f3b6d8f11.json"), "{");
    Path precious = Files.createFile(left.resolve("precious"));
    Object[] words = {"analyze", dir, "--store", store, "--out", left.getParent()};
    assertThat(Cli.run(words).endsWith(2).err()).contains("is not empty");
    Files.delete(precious);
    Cli.run(words).endsWith(0);
    assertThat(left).doesNotExist();
  }

  @Test
  void everyCommandTellsItsExitCodesInItsHelp() {
    CommandLine main = Main.commandLine();
    everyCommand(main)
        .forEach(
            command ->
                assertThat(command.getUsageMessage())
                    .as(command.getCommandName())
                    .contains("Exit codes: 0 ok"));
  }

  private static Stream<CommandLine> everyCommand(CommandLine command) {
    return Stream.concat(
        Stream.of(command),
        command.getSubcommands().values().stream().flatMap(CommandLineTest::everyCommand));
  }

  @Test
  void askingNothingKeepsAndProvesAllTheSame(@TempDir Path temp) throws IOException {
    Path dir = Files.createDirectories(temp.resolve("domain"));
    Files.writeString(dir.resolve("a.py"), "def f(): pass\n");
    Files.write(dir.resolve("b.bin"), new byte[] {0, 1});
    Path store = temp.resolve("store");
    JsonNode record =
        Cli.run(
                "analyze",
                dir,
                "--instruction",
                "none",
                "--store",
                store,
                "--out",
                temp.resolve("out"),
                "--json")
            .endsWith(ExitCode.OK)
            .json();
    assertThat(record.at("/counts/skipped").asInt()).isEqualTo(2);
    assertThat(record.at("/restoration/restored").asBoolean()).isTrue();
    assertThat(temp.resolve("out/skipped.jsonl")).content().contains("nothing_asked");
    String root = record.at("/restoration/root_before").asText();
    Cli.run("validate", temp.resolve("out"), "--store", store).endsWith(ExitCode.OK);
    Cli.run("restore", root, temp.resolve("copy"), "--store", store).endsWith(ExitCode.OK);
    assertThat(temp.resolve("copy/b.bin")).hasBinaryContent(new byte[] {0, 1});
  }

  @ParameterizedTest
  @ValueSource(strings = {"extract_structure", "none", "summarize_section", "transform_data"})
  void instructionsAreListed(String id) {
    assertThat(Cli.run("instruction", "list").endsWith(ExitCode.OK).out()).contains(id);
  }
}
