package io.catalytic.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.catalytic.digest.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code exec} around commands that do their worst, and on what can't be put back. */
final class ExecTroubleTest {
  private final Path temp;
  private final Path parent;
  private final Path dir;
  private final Path store;
  private final List<Path> mounted = new ArrayList<>();
  private String root = "";

  ExecTroubleTest(@TempDir Path temp) throws IOException {
    this.temp = temp;
    parent = Files.createDirectory(temp.resolve("parent"));
    dir = Files.createDirectory(parent.resolve("domain"));
    store = temp.resolve("store");
    Files.createDirectories(dir.resolve("src"));
    Files.writeString(dir.resolve("src/a"), "a");
    Files.writeString(dir.resolve("notes"), "some notes\n");
  }

  @BeforeEach
  void findTheRoot() {
    root = rootNow();
  }

  @AfterEach
  void unmount() throws Exception {
    for (Path point : mounted) {
      assertThat(run("umount", point.toString())).isTrue();
    }
  }

  private String rootNow() {
    return Cli.run("snapshot", dir, "--store", temp.resolve("other")).out().substring(0, 64);
  }

  private static boolean run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getInputStream().readAllBytes();
    return process.waitFor() == 0;
  }

  private void mount(Path point, String... options) throws Exception {
    List<String> command = new ArrayList<>(List.of("mount", "-t", "tmpfs"));
    command.addAll(List.of(options));
    command.addAll(List.of("none", point.toString()));
    assumeTrue(run(command.toArray(new String[0])), "mounting is not allowed here");
    mounted.add(point);
  }

  private Cli exec(Object... words) {
    List<Object> all = new ArrayList<>(List.of("exec", "--store", store, "--domain", dir));
    all.addAll(List.of(words));
    return Cli.run(all.toArray());
  }

  private Cli recover(Object... words) {
    List<Object> all = new ArrayList<>(List.of("exec", "--recover", "--store", store));
    all.addAll(List.of(words));
    return Cli.run(all.toArray());
  }

  private List<String> refs(String kind) {
    return Cli.run("store", "refs", kind, "--store", store).out().lines().toList();
  }

  @Test
  void aLinkInPlaceOfTheDirectoryGoesAndWhatItLeadsToStays() throws IOException {
    Path other = Files.createDirectory(temp.resolve("else"));
    Files.writeString(other.resolve("precious"), "not ours");
    String swap = "rm -r " + dir + "; ln -s " + other + " " + dir;
    Cli seen = exec("--", "sh", "-c", swap).endsWith(ExitCode.NOT_RESTORED);
    assertThat(seen.err()).contains("refused   .: is a symlink, no directory");
    assertThat(dir).isSymbolicLink();
    Files.delete(dir);
    Cli.run("restore", root, dir, "--store", store).endsWith(ExitCode.OK);
    exec("--repair", "--keep", "*.log", "--", "sh", "-c", swap).endsWith(ExitCode.OK);
    assertThat(dir).isDirectory().isNotEmptyDirectory();
    assertThat(Files.isSymbolicLink(dir)).isFalse();
    assertThat(rootNow()).isEqualTo(root);
    assertThat(other.resolve("precious")).hasContent("not ours");
  }

  @Test
  void aFileOrAFifoInPlaceOfTheDirectoryGoes() {
    for (String make : List.of("touch ", "mkfifo ")) {
      exec("--repair", "--", "sh", "-c", "rm -r " + dir + "; " + make + dir).endsWith(ExitCode.OK);
      assertThat(rootNow()).as(make).isEqualTo(root);
    }
  }

  @Test
  void theDirectoryItselfComesBackEvenIfEverythingIsKept() throws IOException {
    Cli cli = exec("--repair", "--keep", "**", "--", "rm", "-r", dir).endsWith(ExitCode.OK);
    assertThat(cli.err())
        .contains("removed   .: can't be kept: the domain's own directory always comes back")
        .contains("removed   notes: kept");
    assertThat(dir).isEmptyDirectory();
  }

  @Test
  void whatCannotBeSettledSaysWhatToDoAndIsRecoveredOnceThatIsDone() throws IOException {
    Cli cli = exec("--", "rm", "-r", parent).endsWith(ExitCode.NOT_RESTORED);
    String open = refs("execs/open").get(0);
    assertThat(cli.err())
        .contains(dir + " can't be put back: there is no directory " + parent + "\n")
        .contains("call exec --recover once that is mended; store forget " + open + " leaves");
    assertThat(recover().endsWith(ExitCode.NOT_RESTORED).err()).contains(open);
    Files.createDirectory(parent);
    recover().endsWith(ExitCode.OK);
    assertThat(rootNow()).isEqualTo(root);
  }

  @Test
  void whatTheCommandEndedWithIsKnownEvenIfItCouldNotBeSettled() throws IOException {
    exec("--", "sh", "-c", "rm -r " + parent + "; exit 42").endsWith(ExitCode.NOT_RESTORED);
    Files.createDirectory(parent);
    Cli cli = recover("--json").endsWith(ExitCode.OK);
    JsonNode record = Json.parse(cli.out().lines().reduce((first, last) -> last).orElseThrow());
    assertThat(record.at("/ending/code").asInt()).isEqualTo(42);
    assertThat(record.get("recovered").asBoolean()).isTrue();
  }

  @Test
  void oneThatCannotBeRecoveredKeepsNoOtherFromIt() throws IOException {
    exec("--", "rm", "-r", parent).endsWith(ExitCode.NOT_RESTORED);
    Path second = Files.createDirectories(temp.resolve("second/domain"));
    Files.writeString(second.resolve("file"), "content");
    Cli.run("exec", "--store", store, "--domain", second, "--", "rm", "-r", temp.resolve("second"))
        .endsWith(ExitCode.NOT_RESTORED);
    Files.createDirectory(temp.resolve("second"));
    Cli cli = recover().endsWith(ExitCode.NOT_RESTORED);
    assertThat(cli.err()).contains("restored  yes: " + second).contains("there is no directory");
    assertThat(second.resolve("file")).hasContent("content");
    // It is given up, and the directory can be borrowed again.
    Files.createDirectories(dir);
    assertThat(exec("--", "true").endsWith(ExitCode.FAILED).err()).contains("store forget execs/");
    Cli.run("store", "forget", refs("execs/open").get(0), "--store", store).endsWith(ExitCode.OK);
    exec("--", "true").endsWith(ExitCode.OK);
  }

  @Test
  void ofSeveralDirectoriesAllComeBackThatCan() throws Exception {
    Path second = Files.createDirectories(temp.resolve("second/domain"));
    assumeTrue(run("mount", "-t", "tmpfs", "none", second.toString()), "mounting is not allowed");
    mounted.add(second);
    mounted.add(0, dir.resolve("src"));
    String wreck = "mount -t tmpfs none src; touch src/there; touch ../../second/domain/new";
    Cli cli =
        exec("--domain", second, "--repair", "--", "sh", "-c", wreck)
            .endsWith(ExitCode.NOT_RESTORED);
    assertThat(cli.err()).contains("  src/there\n").contains("exec --recover");
    assertThat(second).isEmptyDirectory();
    assertThat(run("umount", mounted.remove(0).toString())).isTrue();
    recover().endsWith(ExitCode.OK);
    assertThat(rootNow()).isEqualTo(root);
  }

  @Test
  void aDirectoryAboveThatLeadsElsewhereIsNotFollowed() throws IOException {
    Path other = Files.createDirectories(temp.resolve("else/domain"));
    Files.writeString(other.resolve("precious"), "not ours");
    String swap = "mv " + parent + " " + parent + "2; ln -s " + other.getParent() + " " + parent;
    Cli cli = exec("--repair", "--", "sh", "-c", swap).endsWith(ExitCode.NOT_RESTORED);
    assertThat(cli.err()).contains(parent + " leads to " + other.getParent() + " now");
    assertThat(other.resolve("precious")).hasContent("not ours");
    Files.delete(parent);
    Files.move(temp.resolve("parent2"), parent);
    recover().endsWith(ExitCode.OK);
    assertThat(rootNow()).isEqualTo(root);
  }

  @Test
  void aDiskThatTheCommandFilledIsMadeFreeByPuttingBack() throws Exception {
    Path disk = Files.createDirectory(temp.resolve("disk"));
    mount(disk, "-o", "size=4m");
    Path full = Files.createDirectory(disk.resolve("domain"));
    Files.writeString(full.resolve("notes"), "some notes\n");
    String fill = "rm notes; cat /dev/zero > large; exit 0";
    Cli cli =
        Cli.run(
            "exec",
            "--store",
            disk.resolve("store"),
            "--domain",
            full,
            "--repair",
            "--",
            "sh",
            "-c",
            fill);
    assertThat(cli.endsWith(ExitCode.OK).err())
        .contains("1 added, 1 removed")
        .contains("restored  yes");
    assertThat(full.resolve("notes")).hasContent("some notes");
    assertThat(full.resolve("large")).doesNotExist();
    Cli.run("store", "fsck", "--store", disk.resolve("store")).endsWith(ExitCode.OK);
  }

  @Test
  void aFileSystemThatIsMountedInsideIsRefusedBeforeAnythingIsRun() throws Exception {
    mount(dir.resolve("src"));
    Cli cli = exec("--repair", "--", "rm", "notes").endsWith(ExitCode.BAD_INPUT);
    assertThat(cli.err()).contains("other file systems are mounted inside").contains("(at src)");
    assertThat(dir.resolve("notes")).exists();
    assertThat(refs("execs")).isEmpty();
  }

  @Test
  void aDirectoryWhoseDiskIsNotMountedAnyMoreIsNotMadeOnAnother() throws Exception {
    Path disk = Files.createDirectory(temp.resolve("disk"));
    assumeTrue(run("mount", "-t", "tmpfs", "none", disk.toString()), "mounting is not allowed");
    Path borrowed = Files.createDirectory(disk.resolve("domain"));
    String leave = "cd /; exec 0<&-; umount -l " + disk;
    Cli cli =
        Cli.run(
            "exec", "--store", store, "--domain", borrowed, "--repair", "--", "sh", "-c", leave);
    assertThat(cli.endsWith(ExitCode.NOT_RESTORED).err())
        .contains(borrowed + " was on the file system at " + disk)
        .contains("mount it as it was");
    recover().endsWith(ExitCode.NOT_RESTORED);
    assertThat(disk).isEmptyDirectory();
    recover("--domain", borrowed).endsWith(ExitCode.OK);
    assertThat(borrowed).isEmptyDirectory();
  }

  @Test
  void aStoreInsideIsRefusedUnlessThatIsInsistedOn() throws IOException {
    Path inside = dir.resolve("state");
    Cli refused = Cli.run("exec", "--store", inside, "--domain", dir, "--", "rm", "notes");
    assertThat(refused.endsWith(ExitCode.BAD_INPUT).err())
        .contains("the store " + inside + " lies inside " + dir)
        .contains("--store-inside");
    assertThat(inside).doesNotExist();
    Object[] insisting = {
      "exec", "--store", inside, "--store-inside", "--domain", dir, "--repair", "--"
    };
    List<Object> words = new ArrayList<>(List.of(insisting));
    words.addAll(List.of("rm", "notes"));
    Cli.run(words.toArray()).endsWith(ExitCode.OK);
    assertThat(dir.resolve("notes")).exists();
    // And if it is lost all the same, nothing is claimed.
    words.set(words.size() - 2, "rm");
    words.set(words.size() - 1, "-r");
    words.add(inside);
    Cli lost = Cli.run(words.toArray()).endsWith(ExitCode.NOT_RESTORED);
    assertThat(lost.err()).contains("is gone").doesNotContain("restored  yes");
  }

  @Test
  void whatClearsItsEnvironmentAndLeavesItsParentIsEndedAllTheSame() throws Exception {
    Path pid = temp.resolve("pid");
    String hide = "setsid env -i sh -c 'echo $$ > " + pid + "; while :; do echo >> notes; done' &";
    String wait = " while [ ! -s " + pid + " ]; do :; done";
    Cli cli = exec("--repair", "--", "sh", "-c", hide + wait).endsWith(ExitCode.OK);
    assertThat(cli.err()).contains("1 of its processes outlived it, and were ended");
    long number = Long.parseLong(Files.readString(pid).strip());
    assertThat(ProcessHandle.of(number).filter(each -> each.info().command().isPresent()))
        .isEmpty();
    assertThat(rootNow()).isEqualTo(root);
  }

  @Test
  void anArgumentThatWasLostOnTheWayIsRefused() {
    Cli cli = exec("--", "rm", "a\uFFFDb").endsWith(ExitCode.BAD_INPUT);
    assertThat(cli.err()).contains("is not UTF-8").contains("script");
  }

  @Test
  void aMissingProgramIsToldFromACommandThatEndsWith127AlsoInJson() throws IOException {
    for (List<String> command :
        List.of(List.of("no-such-program"), List.of("./notes"), List.of("sh", "-c", "exit 127"))) {
      List<Object> words = new ArrayList<>(List.of("--json", "--"));
      words.addAll(command);
      Cli cli = exec(words.toArray());
      JsonNode ending = cli.json().get("ending");
      boolean started = command.size() > 1;
      assertThat(ending.get("how").asText()).isEqualTo(started ? "exited" : "not_started");
      assertThat(ending.get("code").asInt()).isEqualTo(command.contains("./notes") ? 126 : 127);
      cli.endsWith(ending.get("code").asInt());
    }
  }

  @Test
  void manyChangesAreCountedAndNotAllShown() throws IOException {
    String make = "i=0; while [ $i -lt 300 ]; do : > f$i; i=$((i+1)); done";
    Cli cli = exec("--", "sh", "-c", make).endsWith(ExitCode.NOT_RESTORED);
    assertThat(cli.err().lines().filter(line -> line.contains("added     f"))).hasSize(100);
    assertThat(cli.err())
        .contains("… and 200 more changes, not shown (--show)")
        .contains("300 added")
        .contains("300 paths differ");
    String list = cli.err().replaceAll("(?s).*store get ([0-9a-f]{64}).*", "$1");
    assertThat(Cli.run("store", "get", list, "-o", temp.resolve("list"), "--store", store).code())
        .isZero();
    assertThat(Files.readAllLines(temp.resolve("list"))).hasSize(300);
    IntStream.range(0, 300)
        .forEach(i -> assertThat(dir.resolve("f" + i).toFile().delete()).isTrue());
    assertThat(exec("--show", "300", "--", "sh", "-c", make).err()).doesNotContain("more changes");
    exec("--show", "-1", "--", "true").endsWith(ExitCode.BAD_INPUT);
  }

  @Test
  void theWholeSystemIsNoDomain() {
    for (List<Object> words :
        List.<List<Object>>of(
            List.of("exec", "--domain", "/", "--store", store, "--", "true"),
            List.of("snapshot", "/", "--store", store),
            List.of("restore", root, "/", "--delete", "--store", temp.resolve("other")))) {
      Cli cli = Cli.run(words.toArray()).endsWith(ExitCode.BAD_INPUT);
      assertThat(cli.err())
          .isEqualTo(
              "catalytic: / is the whole system, with /proc and all that is"
                  + " mounted in it; name a directory in it\n");
    }
  }

  @Test
  void theSameDirectoryUnderTwoNamesIsRefused() throws IOException {
    Path link = Files.createSymbolicLink(temp.resolve("link"), dir);
    assertThat(exec("--domain", link, "--", "rm", "notes").endsWith(2).err()).contains("overlap");
    Cli cli =
        Cli.run("exec", "--store", store, "--domain", link, "--repair", "--", "rm", "-r", dir);
    cli.endsWith(ExitCode.OK);
    assertThat(Files.isDirectory(dir, LinkOption.NOFOLLOW_LINKS)).isTrue();
    assertThat(link).isSymbolicLink();
    assertThat(rootNow()).isEqualTo(root);
  }
}
