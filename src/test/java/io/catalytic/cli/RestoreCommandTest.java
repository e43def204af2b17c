package io.catalytic.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.catalytic.digest.Json;
import io.catalytic.schema.JsonSchema;
import io.catalytic.schema.SchemaFields;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code restore}: what it prints, and the code that it ends with. */
final class RestoreCommandTest {
  private final Path dir;
  private final Path store;
  private final Path temp;
  private String root = "";

  RestoreCommandTest(@TempDir Path temp) throws IOException {
    this.temp = temp;
    dir = Files.createDirectories(temp.resolve("domain"));
    store = temp.resolve("store");
    Files.writeString(dir.resolve("a"), "content of a");
    Files.createDirectory(dir.resolve("sub"));
  }

  @BeforeEach
  void snapshot() {
    Cli taken = Cli.run("snapshot", dir, "--content", "--store", store).endsWith(ExitCode.OK);
    root = taken.out().substring(0, 64);
  }

  private Cli restore(Path directory, Object... more) {
    List<Object> words = new ArrayList<>(List.of("restore", root, directory, "--store", store));
    words.addAll(List.of(more));
    return Cli.run(words.toArray());
  }

  @Test
  void aNewDirectoryIsMadeAndProved() {
    Cli cli = restore(temp.resolve("copy")).endsWith(ExitCode.OK);
    assertThat(cli.out())
        .contains("create 3, ")
        .contains("restored  yes: 3 entries")
        .contains(root);
    assertThat(cli.err()).isEmpty();
    Cli.run("verify", temp.resolve("copy"), root, "--store", store).endsWith(ExitCode.OK);
  }

  @Test
  void theFirstDigitsNameTheRoot() {
    root = root.substring(0, 8);
    restore(temp.resolve("copy")).endsWith(ExitCode.OK);
  }

  @Test
  void withoutDeleteSurplusPathsAreListedAndTheCodeSaysSo() throws IOException {
    Files.createFile(dir.resolve("new"));
    Files.writeString(dir.resolve("a"), "damaged");
    Cli cli = restore(dir).endsWith(ExitCode.NOT_RESTORED);
    assertThat(cli.out())
        .contains("added    new: is not in the snapshot; --delete removes it")
        .contains("restored  NO: ");
    assertThat(dir.resolve("a")).hasContent("content of a");
    restore(dir, "--delete").endsWith(ExitCode.OK);
    assertThat(dir.resolve("new")).doesNotExist();
  }

  @Test
  void aDryRunTellsEachStepAndDoesNothing() throws IOException {
    Files.createFile(dir.resolve("new"));
    Files.writeString(dir.resolve("a"), "damaged");
    Cli keeping = restore(dir, "--dry-run").endsWith(ExitCode.NOT_RESTORED);
    assertThat(keeping.out())
        .contains("leave    new: is not in the snapshot; --delete removes it")
        .contains("replace  a\n")
        .contains("12 bytes from the store")
        .contains("nothing was done: this was a dry run");
    Cli deleting = restore(dir, "--dry-run", "--delete").endsWith(ExitCode.OK);
    assertThat(deleting.out()).contains("remove   new\n");
    assertThat(dir.resolve("a")).hasContent("damaged");
    restore(temp.resolve("copy"), "--dry-run").endsWith(ExitCode.OK);
    assertThat(temp.resolve("copy")).doesNotExist();
  }

  @Test
  void whatCannotBeRestoredIsSaidWithTheReason() throws IOException {
    assertThat(restore(temp.resolve("no/copy")).endsWith(ExitCode.BAD_INPUT).err())
        .contains("can't be made: there is no directory");
    assertThat(restore(dir.resolve("a")).endsWith(ExitCode.BAD_INPUT).err())
        .contains("is not a directory");
    String known = root;
    root = "0".repeat(64);
    assertThat(restore(dir).endsWith(ExitCode.BAD_INPUT).err())
        .contains("has no snapshot of root " + root)
        .contains("--store");
    root = "short";
    assertThat(restore(dir).endsWith(ExitCode.BAD_INPUT).err()).contains("64 lower-case hex");
    Files.createSymbolicLink(temp.resolve("dangling"), Path.of("nowhere"));
    assertThat(restore(temp.resolve("dangling")).endsWith(ExitCode.BAD_INPUT).err())
        .contains("is a symbolic link that leads nowhere");
    assertThat(restore(Path.of("")).endsWith(ExitCode.BAD_INPUT).err()).contains("DIR is empty");
    root = known;
    Path nowhere = temp.resolve("nowhere");
    Cli cli = Cli.run("restore", root, dir, "--store", nowhere);
    assertThat(cli.endsWith(ExitCode.BAD_INPUT).err()).contains("there is no store");
    assertThat(nowhere).doesNotExist();
  }

  @Test
  void aSnapshotWithoutContentsIsToldAtOnceAndNothingIsDone() throws IOException {
    Files.writeString(dir.resolve("b"), "never kept");
    root = Cli.run("snapshot", dir, "--store", store).out().substring(0, 64);
    Files.delete(dir.resolve("b"));
    Cli cli = restore(dir).endsWith(ExitCode.NOT_RESTORED);
    assertThat(cli.err())
        .contains("was taken without --content")
        .contains("nothing was changed in " + dir)
        .contains("\n  b  ");
  }

  private static List<JsonNode> lines(Cli cli) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : cli.out().lines().toList()) {
      lines.add(Json.parse(line));
    }
    return lines;
  }

  /** Returns a report with something in every list, and the lines of a dry run. */
  private List<JsonNode> written() throws Exception {
    Files.createFile(dir.resolve("new"));
    Files.writeString(dir.resolve("a"), "damaged");
    Files.delete(dir.resolve("sub"));
    Path raw = dir.resolve("fifo");
    assertThat(new ProcessBuilder("mkfifo", raw.toString()).start().waitFor()).isZero();
    List<JsonNode> lines = new ArrayList<>(lines(restore(dir, "--dry-run", "--json")));
    lines.addAll(lines(restore(dir, "--json").endsWith(ExitCode.NOT_RESTORED)));
    lines.addAll(lines(restore(dir, "--json", "--delete").endsWith(ExitCode.OK)));
    return lines;
  }

  private static String schemaOf(JsonNode line) {
    return "restore-" + line.get("type").asText();
  }

  @Test
  void everyLineFitsItsSchemaInItsOrder() throws Exception {
    List<JsonNode> lines = written();
    assertThat(lines).hasSizeGreaterThan(5);
    for (JsonNode line : lines) {
      assertThat(JsonSchema.named(schemaOf(line)).check(line)).as("%s", line).isEmpty();
      for (SchemaFields.Field field : SchemaFields.named(schemaOf(line)).of(line)) {
        List<String> keys = new ArrayList<>();
        line.at(field.object()).fieldNames().forEachRemaining(keys::add);
        assertThat(keys).isEqualTo(field.known().stream().filter(keys::contains).toList());
      }
    }
    JsonNode failed = lines.get(lines.size() - 2);
    assertThat(failed.get("restored").asBoolean()).isFalse();
    assertThat(failed.get("found_root").isNull()).isTrue();
    assertThat(failed.get("differences").get(0).get("path").asText()).isEqualTo("new");
    assertThat(failed.get("refused").get(0).get("reason").asText()).isEqualTo("is a FIFO");
    assertThat(lines.get(lines.size() - 1).get("found_root").asText()).isEqualTo(root);
  }

  @Test
  void aFieldThatIsMissingUnknownOrOfAnotherTypeIsRefused() throws Exception {
    TreeSet<String> seen = new TreeSet<>();
    for (JsonNode line : written()) {
      JsonSchema schema = JsonSchema.named(schemaOf(line));
      for (SchemaFields.Field field : SchemaFields.named(schemaOf(line)).of(line)) {
        seen.add(field.key());
        assertThat(schema.check(field.with(line, Json.object()))).as("%s", field).isNotEmpty();
        assertThat(schema.check(field.without(line))).as("%s", field).isNotEmpty();
        SchemaFields.Field unknown =
            new SchemaFields.Field(field.object(), "unheard_of", field.known());
        assertThat(schema.check(unknown.with(line, IntNode.valueOf(1)))).isNotEmpty();
      }
      SchemaFields.Field version = new SchemaFields.Field("", "schema_version", List.of());
      assertThat(schema.check(version.with(line, TextNode.valueOf("2.0")))).isNotEmpty();
      assertThat(schema.check(version.with(line, TextNode.valueOf("1.17")))).isEmpty();
    }
    assertThat(seen).contains("reason", "bytes", "found_root", "leave", "change");
  }
}
