package io.catalytic.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.catalytic.digest.Json;
import io.catalytic.schema.JsonSchema;
import io.catalytic.schema.SchemaFields;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code store fsck}. */
class FsckCommandTest {
  @TempDir private Path temp;
  private Path dir;
  private Path store;

  @BeforeEach
  void makeStore() throws IOException {
    dir = Files.createDirectories(temp.resolve("domain"));
    store = temp.resolve("store");
    Files.writeString(dir.resolve("a.txt"), "some text\n");
    Files.write(dir.resolve("large"), new byte[300_000]);
    Cli.run("snapshot", dir, "--content", "--store", store).endsWith(ExitCode.OK);
  }

  private Cli fsck(Object... options) {
    Stream<Object> words = Stream.of("store", "fsck", "--store", store);
    return Cli.run(Stream.concat(words, Stream.of(options)).toArray());
  }

  private void loseTheLargeOne() throws IOException {
    try (Stream<Path> files = Files.walk(store.resolve("objects"))) {
      Path file = files.filter(Files::isRegularFile).findFirst().orElseThrow();
      Files.delete(file);
      Files.write(file, new byte[300_001]);
    }
  }

  private static List<JsonNode> lines(Cli cli) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : cli.out().lines().toList()) {
      lines.add(Json.parse(line));
    }
    return lines;
  }

  @Test
  void aWholeStoreEndsWithZero() {
    assertThat(fsck().endsWith(ExitCode.OK).out())
        .matches(
            "clean: 4 blobs, [0-9]+ bytes, 1 refs are good; 0 healed, 0 missing; findings: none\n");
  }

  @Test
  void damageIsNamedWithFiveAndHealedFromADirectory() throws IOException {
    loseTheLargeOne();
    Cli check = fsck().endsWith(ExitCode.NOT_RESTORED);
    assertThat(check.out().lines())
        .satisfiesExactly(
            line -> assertThat(line).startsWith("blob       objects/").endsWith(" (set aside)"),
            line -> assertThat(line).startsWith("missing    roots/"),
            line ->
                assertThat(line).startsWith("damaged: 3 blobs, ").endsWith("1 blob, 1 missing"));
    fsck("--repair").endsWith(ExitCode.NOT_RESTORED);
    Cli repair = fsck("--repair", "--from", temp.resolve("domain")).endsWith(ExitCode.OK);
    assertThat(repair.out()).contains("put back from " + dir.resolve("large") + " (healed)");
    assertThat(repair.out()).contains("\nhealed: ");
    fsck().endsWith(ExitCode.OK);
  }

  @Test
  void anAnalysisAndASnapshotWithoutContentsCheckClean() {
    Path out = temp.resolve("out");
    Cli.run("analyze", dir, "--store", store, "--out", out, "--parallelism", 1)
        .endsWith(ExitCode.OK);
    Path hashedOnly = temp.resolve("hashed-only");
    Cli.run("snapshot", dir, "--store", hashedOnly).endsWith(ExitCode.OK);
    assertThat(fsck().endsWith(ExitCode.OK).out()).contains(" 2 refs are good;");
    Cli.run("store", "fsck", "--store", hashedOnly).endsWith(ExitCode.OK);
  }

  @Test
  void aSnapshotWithoutContentsForgetsNotThatTheyWereKept() throws IOException {
    Cli.run("snapshot", dir, "--store", store).endsWith(ExitCode.OK);
    loseTheLargeOne();
    assertThat(fsck().endsWith(ExitCode.NOT_RESTORED).out()).contains("missing    roots/");
  }

  @Test
  void anOutputOfARunThatIsLostIsMissed() throws IOException {
    Path other = temp.resolve("other");
    Path out = temp.resolve("out");
    Cli.run("analyze", dir, "--store", other, "--out", out).endsWith(ExitCode.OK);
    try (Stream<Path> packs = Files.list(other.resolve("packs"))) {
      for (Path pack : packs.toList()) {
        Files.delete(pack);
      }
    }
    Cli check = Cli.run("store", "fsck", "--store", other).endsWith(ExitCode.NOT_RESTORED);
    assertThat(check.out()).contains("missing    runs/").contains("ref        roots/");
    Cli repair =
        Cli.run("store", "fsck", "--repair", "--from", dir, "--from", out, "--store", other);
    // The instruction is in no directory; the next run that follows it brings it back.
    assertThat(repair.endsWith(ExitCode.NOT_RESTORED).out()).contains("5 healed, 1 missing");
    Cli.run("analyze", dir, "--store", other, "--out", temp.resolve("out2")).endsWith(ExitCode.OK);
    Cli.run("store", "fsck", "--store", other).endsWith(ExitCode.OK);
  }

  @Test
  void whereThereIsNoStoreNoneIsMade() {
    Path nowhere = temp.resolve("nowhere");
    assertThat(Cli.run("store", "fsck", "--store", nowhere).endsWith(ExitCode.BAD_INPUT).err())
        .contains("there is no store");
    assertThat(nowhere).doesNotExist();
  }

  @Test
  void aStoreInTheDirectoryOfARepairIsLeftOutThoughItIsNamedByAUri() throws IOException {
    Path inside = dir.resolve("inside");
    for (String uri : List.of("file://" + inside, "FILE://" + inside, "file:" + inside)) {
      Cli put = Cli.run("store", "put", dir.resolve("a.txt"), "--store", uri).endsWith(ExitCode.OK);
      assertThat(put.out()).isNotEmpty();
      Cli check = Cli.run("store", "fsck", "--repair", "--from", dir, "--store", uri);
      check.endsWith(ExitCode.OK);
      String root = Cli.run("snapshot", dir, "--store", uri).endsWith(ExitCode.OK).out();
      Cli.run("verify", dir, root.substring(0, 64), "--store", uri).endsWith(ExitCode.OK);
    }
    assertThat(inside.resolve("format.json")).exists();
    assertThat(Path.of("file:")).doesNotExist();
    assertThat(Path.of("FILE:")).doesNotExist();
  }

  @Test
  void anEmptyLocationIsRefused() {
    Cli check = Cli.run("store", "fsck", "--store", "").endsWith(ExitCode.BAD_INPUT);
    assertThat(check.err()).contains("a store's location is a directory").contains("an empty one");
  }

  @Test
  void whatCannotBeDoneIsRefused() {
    assertThat(fsck("--max-missing", "-1").endsWith(ExitCode.BAD_INPUT).err())
        .isEqualTo("catalytic: --max-missing: at least 1; got -1\n");
    assertThat(fsck("--from", dir).endsWith(ExitCode.BAD_INPUT).err()).contains("give --repair");
    fsck("--repair", "--from", temp.resolve("nowhere")).endsWith(ExitCode.BAD_INPUT);
    fsck("--max-missing", "0").endsWith(ExitCode.BAD_INPUT);
  }

  @Test
  void whatIsPrintedForMachinesIsAsTheSchemasSay() throws IOException {
    Files.writeString(store.resolve("packs/stray"), "?");
    loseTheLargeOne();
    List<JsonNode> lines = lines(fsck("--json").endsWith(ExitCode.NOT_RESTORED));
    lines.addAll(lines(fsck("--json", "--repair", "--from", dir).endsWith(ExitCode.OK)));
    Set<String> done = new TreeSet<>();
    for (JsonNode line : lines) {
      String name = "fsck-" + line.get("type").asText();
      done.add(name + " " + line.path("done").asText());
      checkFields(name, line);
    }
    assertThat(done)
        .containsExactly(
            "fsck-finding healed", "fsck-finding left", "fsck-finding set_aside", "fsck-report ");
    JsonNode report = lines.get(lines.size() - 1);
    assertThat(report.get("status").asText()).isEqualTo("healed");
    assertThat(report.at("/found/missing").asInt()).isEqualTo(1);
    assertThat(report.get("healed").asInt()).isEqualTo(1);
  }

  private static void checkFields(String name, JsonNode line) throws IOException {
    JsonSchema schema = JsonSchema.named(name);
    assertThat(schema.check(line)).as("%s", line).isEmpty();
    SchemaFields fields = SchemaFields.named(name);
    List<String> keys = new ArrayList<>();
    line.fieldNames().forEachRemaining(keys::add);
    assertThat(keys).isEqualTo(fields.of(line).get(0).known());
    for (SchemaFields.Field field : fields.of(line)) {
      assertThat(schema.check(field.without(line))).as("%s", field).isNotEmpty();
      assertThat(schema.check(field.with(line, BooleanNode.TRUE))).as("%s", field).isNotEmpty();
    }
    SchemaFields.Field version = fields.of(line).get(0);
    assertThat(schema.check(version.with(line, TextNode.valueOf("2.0")))).isNotEmpty();
    assertThat(schema.check(version.with(line, TextNode.valueOf("1.9")))).isEmpty();
  }
}
