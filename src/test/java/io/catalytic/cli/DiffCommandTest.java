package io.catalytic.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.catalytic.digest.Json;
import io.catalytic.schema.JsonSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two states of a directory, by their roots and as they are. */
class DiffCommandTest {
  private static final String DIFFERENCES =
      "changed  a.txt (content)\nremoved  b.txt\nadded    new\nchanged  sub (mode)\n";

  @TempDir private Path temp;
  private Path was;
  private Path is;
  private Path store;
  private String rootWas = "";
  private String rootIs = "";

  @BeforeEach
  void makeTwo() throws Exception {
    was = make("was");
    is = make("is");
    store = temp.resolve("store");
    Files.writeString(is.resolve("a.txt"), "edited");
    Files.delete(is.resolve("b.txt"));
    Files.writeString(is.resolve("new"), "new");
    Files.setPosixFilePermissions(is.resolve("sub"), PosixFilePermissions.fromString("rwx------"));
    rootWas = snapshot(was);
    rootIs = snapshot(is);
  }

  private Path make(String name) throws IOException {
    Path dir = Files.createDirectories(temp.resolve(name));
    Files.createDirectory(dir.resolve("sub"));
    Files.writeString(dir.resolve("a.txt"), "a");
    Files.writeString(dir.resolve("b.txt"), "b");
    for (int i = 0; i < 200; i++) {
      Files.writeString(dir.resolve("sub/" + i), "x");
    }
    return dir;
  }

  private String snapshot(Path dir) {
    return Cli.run("snapshot", dir, "--store", store, "--json").json().get("root").asText();
  }

  private Cli diff(Object one, Object other, Object... more) {
    Object[] words = new Object[more.length + 5];
    System.arraycopy(more, 0, words, 5, more.length);
    System.arraycopy(new Object[] {"diff", one, other, "--store", store}, 0, words, 0, 5);
    return Cli.run(words);
  }

  @Test
  void rootsAndDirectoriesInAnyCombinationDifferInTheSame() {
    for (Object one : List.of(rootWas, was, rootWas.substring(0, 8))) {
      for (Object other : List.of(rootIs, is)) {
        assertThat(diff(one, other).endsWith(ExitCode.OK).out()).isEqualTo(DIFFERENCES);
      }
    }
    assertThat(diff(is, rootWas).endsWith(ExitCode.OK).out())
        .isEqualTo("changed  a.txt (content)\nadded    b.txt\nremoved  new\nchanged  sub (mode)\n");
  }

  @Test
  void whatIsEqualPrintsNothing() {
    assertThat(diff(rootWas, was, "--exit-code").endsWith(ExitCode.OK).out()).isEmpty();
    assertThat(diff(rootWas, rootWas, "--exit-code").endsWith(ExitCode.OK).out()).isEmpty();
  }

  @Test
  void theExitCodeTellsWhereItIsAskedFor() {
    diff(rootWas, rootIs, "--exit-code").endsWith(ExitCode.NOT_RESTORED);
    diff(was, is, "--exit-code").endsWith(ExitCode.NOT_RESTORED);
  }

  @Test
  void linesForMachinesFitTheirSchema() throws IOException {
    List<String> lines =
        diff(rootWas, rootIs, "--json").endsWith(ExitCode.OK).out().lines().toList();
    assertThat(lines).hasSize(4);
    for (String line : lines) {
      assertThat(JsonSchema.named("difference").check(Json.parse(line))).isEmpty();
    }
    assertThat(lines.get(0))
        .isEqualTo(
            "{\"schema_version\":\"1.0\",\"path\":\"a.txt\",\"change\":\"changed\","
                + "\"fields\":[\"content\"]}");
  }

  @Test
  void whatIsNeitherEndsWithTwo() {
    assertThat(diff("nothing", is).endsWith(ExitCode.BAD_INPUT).err())
        .contains("neither a directory nor a root");
    assertThat(diff("0".repeat(64), is).endsWith(ExitCode.BAD_INPUT).err())
        .contains("no snapshot of root 000");
    Cli.run("diff", rootWas, is, "--store", temp.resolve("no-store")).endsWith(2);
  }

  @Test
  void twoDirectoriesNeedNoStore() {
    Cli diff = Cli.run("diff", was, is, "--store", temp.resolve("no-store")).endsWith(ExitCode.OK);
    assertThat(diff.out()).isEqualTo(DIFFERENCES);
    assertThat(temp.resolve("no-store")).doesNotExist();
  }
}
