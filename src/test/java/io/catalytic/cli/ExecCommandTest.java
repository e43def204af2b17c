package io.catalytic.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.catalytic.digest.Json;
import io.catalytic.schema.JsonSchema;
import io.catalytic.schema.SchemaFields;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code exec}: real commands that wreck a directory, and what is left of that. */
final class ExecCommandTest {
  private final Path temp;
  private final Path dir;
  private final Path store;
  private String root = "";

  ExecCommandTest(@TempDir Path temp) throws IOException {
    this.temp = temp;
    dir = Files.createDirectories(temp.resolve("domain"));
    store = temp.resolve("store");
    Files.createDirectories(dir.resolve("src/p"));
    Files.writeString(dir.resolve("src/p/A.java"), "package p; class A { int f() { return 1; } }");
    Files.writeString(dir.resolve("notes"), "some notes\n");
  }

  @BeforeEach
  void findTheRoot() {
    root = rootNow();
  }

  private String rootNow() {
    return Cli.run("snapshot", dir, "--store", temp.resolve("other")).out().substring(0, 64);
  }

  /** Runs with these options, and after {@code --} the command. */
  private Cli exec(Object... words) {
    List<Object> all = new ArrayList<>(List.of("exec", "--store", store, "--domain", dir));
    all.addAll(List.of(words));
    return Cli.run(all.toArray());
  }

  private static List<JsonNode> lines(Cli cli) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : cli.out().lines().toList()) {
      lines.add(Json.parse(line));
    }
    return lines;
  }

  private static JsonNode record(Cli cli) throws IOException {
    List<JsonNode> lines = lines(cli);
    return lines.get(lines.size() - 1);
  }

  @Test
  void aCommandThatChangesNothingIsProvedToHaveDoneSo() {
    Cli cli = exec("--", "true").endsWith(ExitCode.OK);
    assertThat(cli.out()).isEmpty();
    assertThat(cli.err()).contains("restored  yes: " + dir).contains("root " + root);
  }

  @Test
  void withoutRepairWhatDiffersIsShownAndStays() {
    Cli cli = exec("--", "sed", "-i", "s/some/other/", "notes").endsWith(ExitCode.NOT_RESTORED);
    assertThat(cli.err())
        .contains("changed   notes (content)\n")
        .contains("restored  NO: ")
        .contains("restore --delete");
    assertThat(dir.resolve("notes")).hasContent("other notes");
    Cli.run("restore", root, dir, "--delete", "--store", store).endsWith(ExitCode.OK);
    assertThat(rootNow()).isEqualTo(root);
  }

  @Test
  void sedInPlaceIsUndone() {
    exec("--repair", "--", "sed", "-i", "s/some/other/", "notes").endsWith(ExitCode.OK);
    assertThat(rootNow()).isEqualTo(root);
  }

  @Test
  void theWholeDirectoryRemovedIsPutBack() {
    exec("--repair", "--", "rm", "-r", dir).endsWith(ExitCode.OK);
    assertThat(rootNow()).isEqualTo(root);
  }

  @Test
  void aBuildLeavesItsResultsWhereTheyAreKeptAndNothingElse() throws IOException {
    String javac = Path.of(System.getProperty("java.home"), "bin", "javac").toString();
    String build = javac + " -d out src/p/A.java && echo built >> notes && touch src/stray";
    Cli cli = exec("--repair", "--keep", "out/", "--", "sh", "-c", build).endsWith(ExitCode.OK);
    assertThat(cli.err()).contains("added     out/p/A.class: kept, ");
    assertThat(dir.resolve("out/p/A.class")).exists();
    assertThat(dir.resolve("notes")).hasContent("some notes");
    assertThat(dir.resolve("src/stray")).doesNotExist();
    String digest = cli.err().replaceAll("(?s).*A.class: kept, \\d+ bytes, ([0-9a-f]{64}).*", "$1");
    Cli.run("store", "has", digest, "--store", store).endsWith(ExitCode.OK);
    assertThat(cli.err()).contains("root " + rootNow() + ": that of before with what is kept");
  }

  @Test
  void whatIsKeptNeedsNoRepairButEverythingElseDoes() {
    exec("--keep", "*.log", "--", "sh", "-c", "echo x > new.log").endsWith(ExitCode.OK);
    exec("--keep", "*.log", "--", "sh", "-c", "echo x > b.log; echo x > b.txt")
        .endsWith(ExitCode.NOT_RESTORED);
    assertThat(dir.resolve("b.log")).exists();
  }

  @Test
  void theCodeIsTheCommandsOwnIfTheDirectoryIsProved() throws IOException {
    exec("--repair", "--", "sh", "-c", "rm notes; exit 42").endsWith(42);
    exec("--", "sh", "-c", "kill -9 $$").endsWith(128 + 9);
    assertThat(exec("--", "no-such-program").endsWith(127).err()).contains("no such program");
    exec("--", dir.resolve("notes")).endsWith(126);
    exec("--", "sh", "-c", "rm notes; exit 42").endsWith(ExitCode.NOT_RESTORED);
  }

  @Test
  void aTreeThatSleepsIsEndedAtTheTimeoutWhoeverItsParentIs() throws IOException {
    String far = "(setsid sh -c 'trap \"\" TERM; echo $$ > far; sleep 1000' &);";
    String unmarked = "env -i sh -c 'trap \"\" TERM; echo $$ > near; sleep 1000' &";
    String tree =
        "trap '' TERM; "
            + far
            + unmarked
            + " while [ ! -s far ] || [ ! -s near ]; do :; done; rm notes; wait; sleep 1000";
    Cli cli =
        exec(
                "--repair",
                "--keep",
                "far",
                "--keep",
                "near",
                "--timeout",
                "3s",
                "--grace",
                "1s",
                "--",
                "sh",
                "-c",
                tree)
            .endsWith(124);
    assertThat(cli.err()).contains("took too long, and was ended");
    for (String name : List.of("far", "near")) {
      long pid = Long.parseLong(Files.readString(dir.resolve(name)).strip());
      assertThat(ProcessHandle.of(pid).filter(ExecCommandTest::runs)).as(name).isEmpty();
      Files.delete(dir.resolve(name));
    }
    assertThat(rootNow()).isEqualTo(root);
  }

  /** Not so one whose parent has not taken note of its end. */
  private static boolean runs(ProcessHandle process) {
    return process.info().command().isPresent();
  }

  @Test
  void whatOutlivesTheCommandIsEndedBeforeTheProof() throws IOException {
    String daemon = "(setsid sh -c 'while :; do echo more >> notes; done' &)";
    Cli cli = exec("--repair", "--json", "--", "sh", "-c", daemon).endsWith(ExitCode.OK);
    assertThat(record(cli).at("/ending/left_behind").asInt()).isPositive();
    assertThat(rootNow()).isEqualTo(root);
  }

  @Test
  void theCommandIsToldWhereItIs() throws IOException {
    Path second = Files.createDirectories(temp.resolve("second"));
    String tell =
        "pwd > env; echo \"$CATALYTIC_DOMAIN $CATALYTIC_STORE\" >> env;"
            + " echo \"$CATALYTIC_DOMAINS\" >> env; touch ../second/new";
    exec("--domain", second, "--repair", "--keep", "env", "--", "sh", "-c", tell)
        .endsWith(ExitCode.OK);
    assertThat(dir.resolve("env"))
        .hasContent(dir + "\n" + dir + " " + store + "\n" + dir + "\n" + second);
    assertThat(second).isEmptyDirectory();
  }

  @Test
  void whatCannotBeBorrowedIsRefusedBeforeAnythingIsRun() throws IOException {
    assertThat(exec("--domain", dir.resolve("src"), "--", "rm", "notes").endsWith(2).err())
        .contains("overlap");
    assertThat(exec("--keep", "{a,b}", "--", "rm", "notes").endsWith(2).err()).contains("brace");
    assertThat(exec("--recover", "--repair").endsWith(2).err()).contains("--recover takes no");
    assertThat(exec().endsWith(2).err()).contains("after --, a command");
    assertThat(Cli.run("exec", "--domain", "", "--", "true").endsWith(2).err())
        .contains("--domain is empty");
    // An exec inside the exec's own domain.
    String inner = "exec " + self() + " exec --store " + store + " --domain src -- rm ../notes";
    Cli cli = exec("--", "sh", "-c", inner + " 2> " + temp.resolve("err"));
    cli.endsWith(ExitCode.FAILED);
    assertThat(temp.resolve("err")).content().contains("is at work; wait until it has ended");
    assertThat(rootNow()).isEqualTo(root);
    assertThat(Cli.run("store", "refs", "execs/open", "--store", store).out()).isEmpty();
  }

  @Test
  void aDirectoryThatCannotBePutBackIsRefusedAtOnce() throws Exception {
    Path point = Files.createDirectory(temp.resolve("read-only"));
    Process mount =
        new ProcessBuilder("mount", "-t", "tmpfs", "-o", "ro", "none", point.toString())
            .redirectErrorStream(true)
            .start();
    mount.getInputStream().readAllBytes();
    assumeTrue(mount.waitFor() == 0, "mounting is not allowed here");
    try {
      Cli cli = exec("--domain", point, "--", "rm", "notes").endsWith(ExitCode.BAD_INPUT);
      assertThat(cli.err()).contains("mounted read-only");
    } finally {
      assertThat(new ProcessBuilder("umount", point.toString()).start().waitFor()).isZero();
    }
    assertThat(rootNow()).isEqualTo(root);
  }

  private static String self() {
    return Path.of(System.getProperty("java.home"), "bin", "java")
        + " -XX:TieredStopAtLevel=1 -cp '"
        + System.getProperty("java.class.path")
        + "' "
        + Main.class.getName();
  }

  /** Starts an exec; returns once its script has done its part, and waits for ever. */
  private Process startUntilItWaits(String options, String script) throws IOException {
    Path ready = temp.resolve("ready");
    String waits = script + "; mkfifo pipe; echo > " + ready + "; read x < pipe";
    Process process = start(options + " -- sh -c '" + waits + "'");
    while (Files.notExists(ready) && process.isAlive()) {
      Thread.onSpinWait();
    }
    return process;
  }

  private Process start(String more) throws IOException {
    String line = " exec --store " + store + " --domain " + dir + " " + more;
    return new ProcessBuilder("sh", "-c", "exec " + self() + line)
        .redirectError(temp.resolve("err").toFile())
        .start();
  }

  @Test
  void aSignalEndsTheCommandAndTheDirectoryIsPutBackFirst() throws Exception {
    Process process = startUntilItWaits("--repair", "rm notes");
    process.destroy();
    assertThat(process.waitFor()).isEqualTo(128 + 15);
    assertThat(temp.resolve("err")).content().contains("was interrupted").contains("restored  yes");
    assertThat(rootNow()).isEqualTo(root);
    assertThat(Cli.run("store", "refs", "execs/open", "--store", store).out()).isEmpty();
  }

  /** It would take a while to read this file, and nobody wants to wait for that. */
  @Test
  void aSignalBeforeTheCommandEndsItAtOnceAndTheNextTakesTheDirectory() throws Exception {
    Path large = dir.resolve("large");
    try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
      file.setLength(4L << 30);
    }
    Process process = start("-- rm notes");
    Path open = store.resolve("refs/execs/open");
    while (process.isAlive() && (Files.notExists(open) || isEmpty(open))) {
      Thread.onSpinWait();
    }
    process.destroy();
    assertThat(process.waitFor()).isEqualTo(128 + 15);
    assertThat(temp.resolve("err")).isEmptyFile();
    Files.delete(large);
    exec("--", "true").endsWith(ExitCode.OK);
    assertThat(rootNow()).isEqualTo(root);
  }

  private static boolean isEmpty(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.findAny().isEmpty();
    }
  }

  @Test
  void aKilledOneIsRecoveredWithWhatWasToBeKeptAndNoOtherStartsBefore() throws Exception {
    Process process = startUntilItWaits("--keep '*.log'", "rm notes; echo l > a.log");
    Cli beside = Cli.run("exec", "--recover", "--store", store).endsWith(ExitCode.FAILED);
    assertThat(beside.err()).contains("process " + process.pid() + " on ").contains("is at work");
    assertThat(dir.resolve("notes")).doesNotExist();
    process.destroyForcibly();
    assertThat(process.waitFor()).isEqualTo(128 + 9);
    assertThat(exec("--", "true").endsWith(ExitCode.FAILED).err())
        .contains("was killed, or could not put it back; exec --recover does");
    Cli other = Cli.run("exec", "--recover", "--store", store, "--domain", temp.resolve("else"));
    assertThat(other.endsWith(ExitCode.OK).err()).contains("nothing to recover");
    Cli cli = Cli.run("exec", "--recover", "--store", store, "--domain", dir).endsWith(ExitCode.OK);
    assertThat(cli.err()).contains("restored  yes").contains("a.log: kept");
    assertThat(dir.resolve("notes")).hasContent("some notes");
    assertThat(dir.resolve("a.log")).hasContent("l");
    Files.delete(dir.resolve("a.log"));
    assertThat(rootNow()).isEqualTo(root);
    exec("--", "true").endsWith(ExitCode.OK);
  }

  @Test
  void aRefusedDirectoryIsToldAndNoClaimIsLeft() throws Exception {
    assertThat(new ProcessBuilder("mkfifo", dir.resolve("f").toString()).start().waitFor())
        .isZero();
    assertThat(exec("--", "true").endsWith(ExitCode.BAD_INPUT).err()).contains("f is a FIFO");
    assertThat(Cli.run("store", "refs", "execs", "--store", store).out()).isEmpty();
  }

  @Test
  void everyRefOfAnExecIsFollowedByCheckAndCleaning() {
    exec("--repair", "--keep", "*.log", "--", "sh", "-c", "rm notes; echo l > a.log");
    for (String ref : Cli.run("store", "refs", "roots", "--store", store).out().lines().toList()) {
      Cli.run("store", "forget", ref, "--store", store).endsWith(ExitCode.OK);
    }
    Cli.run("store", "gc", "--grace", "0s", "--store", store).endsWith(ExitCode.OK);
    Cli.run("store", "fsck", "--store", store).endsWith(ExitCode.OK);
    JsonNode stats = Cli.run("store", "stats", "--json", "--store", store).json();
    assertThat(stats.get("blobs").asInt()).as("%s", stats).isGreaterThan(5);
  }

  /** Returns a record with every field, and changes of every kind. */
  private List<JsonNode> written() throws Exception {
    String wreck =
        "rm notes; mkdir -p new/d; echo l > new/d/a.log; echo k > z.log; mkfifo f;"
            + " chmod 700 src; ln -s x l.log; mv z.log \"$(printf 'z\\377.log')\"";
    List<JsonNode> lines =
        lines(exec("--repair", "--json", "--keep", "*.log", "--", "sh", "-c", wreck));
    JsonNode record = lines.get(lines.size() - 1);
    String list = record.at("/domains/0/changes/list").asText();
    for (String line : Cli.run("store", "get", list, "--store", store).out().lines().toList()) {
      lines.add(0, Json.parse(line));
    }
    return lines;
  }

  private static String schemaOf(JsonNode line) {
    return line.has("exec_id") ? "exec" : "exec-change";
  }

  @Test
  void everyLineFitsItsSchemaInItsOrder() throws Exception {
    for (JsonNode line : written()) {
      assertThat(JsonSchema.named(schemaOf(line)).check(line)).as("%s", line).isEmpty();
      for (SchemaFields.Field field : SchemaFields.named(schemaOf(line)).of(line)) {
        List<String> keys = new ArrayList<>();
        line.at(field.object()).fieldNames().forEachRemaining(keys::add);
        assertThat(keys).isEqualTo(field.known().stream().filter(keys::contains).toList());
      }
    }
  }

  @Test
  void aFieldThatIsUnknownOrOfAnotherTypeIsRefused() throws Exception {
    for (JsonNode line : written()) {
      JsonSchema schema = JsonSchema.named(schemaOf(line));
      for (SchemaFields.Field field : SchemaFields.named(schemaOf(line)).of(line)) {
        assertThat(schema.check(field.with(line, Json.object()))).as("%s", field).isNotEmpty();
        SchemaFields.Field unknown =
            new SchemaFields.Field(field.object(), "unheard_of", field.known());
        assertThat(schema.check(unknown.with(line, IntNode.valueOf(1)))).isNotEmpty();
      }
      SchemaFields.Field version = new SchemaFields.Field("", "schema_version", List.of());
      assertThat(schema.check(version.with(line, TextNode.valueOf("2.0")))).isNotEmpty();
      assertThat(schema.check(version.without(line))).isNotEmpty();
    }
  }
}
