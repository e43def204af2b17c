package io.catalytic.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can't be part of a proof is named, all of it, by every command that reads a directory. */
class RefusedTest {
  private static final String ZEROS = "0".repeat(64);

  /** Root is stopped by modes too, without these capabilities. */
  private static final List<String> AS_ORDINARY_USER =
      List.of("setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all");

  @TempDir private Path temp;
  private Path dir;
  private Path store;

  @BeforeEach
  void makeADomain() throws IOException {
    dir = Files.createDirectories(temp.resolve("domain"));
    store = temp.resolve("store");
    Files.writeString(dir.resolve("a.py"), "def f(): pass\n");
  }

  @AfterEach
  void openForJUnit() throws Exception {
    run(List.of("chmod", "-R", "u+rwX", dir.toString()));
  }

  private record Ended(int code, String err) {}

  private Ended run(List<String> command) throws Exception {
    Path err = temp.resolve("stderr");
    int code =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(err.toFile())
            .start()
            .waitFor();
    return new Ended(code, Files.readString(err));
  }

  private void make(String... command) throws Exception {
    assertThat(run(List.of(command)).code()).as(String.join(" ", command)).isZero();
  }

  /** The commands that read a directory, and how each ends that can't read all of it. */
  private Stream<List<Object>> commands() {
    return Stream.of(
        List.of(ExitCode.BAD_INPUT, "snapshot", "--content", dir),
        List.of(ExitCode.BAD_INPUT, "analyze", dir, "--out", temp.resolve("out")),
        List.of(ExitCode.BAD_INPUT, "analyze", dir, "--dry-run"),
        List.of(ExitCode.BAD_INPUT, "diff", dir, temp.resolve("domain")),
        List.of(ExitCode.NOT_RESTORED, "verify", dir, ZEROS));
  }

  private void assertNothingIsKept() throws IOException {
    try (Stream<Path> files = Files.walk(store)) {
      assertThat(files.filter(file -> file.toString().contains("/packs/"))).isEmpty();
    }
    try (Stream<Path> files = Files.walk(store)) {
      assertThat(files.filter(file -> file.toString().contains("/refs/roots"))).isEmpty();
    }
  }

  @Test
  void fifosSocketsAndDevices() throws Exception {
    Files.createDirectory(dir.resolve("sub"));
    make("mkfifo", dir.resolve("pipe").toString(), dir.resolve("sub/pipe\nline").toString());
    try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      socket.bind(UnixDomainSocketAddress.of(dir.resolve("socket")));
    }
    List<String> expected = new ArrayList<>(List.of("pipe is a FIFO", "socket is a socket"));
    expected.add("sub/pipe\\x0aline is a FIFO");
    if (run(List.of("mknod", dir.resolve("null").toString(), "c", "1", "3")).code() == 0) {
      expected.add(0, "null is a character device"); // for root only
    }
    for (List<Object> command : commands().toList()) {
      List<Object> words = new ArrayList<>(command.subList(1, command.size()));
      words.addAll(List.of("--store", store));
      Cli ended = Cli.run(words.toArray()).endsWith((Integer) command.get(0));
      assertThat(listed(ended.err())).as("%s", command).isEqualTo(expected);
    }
    assertNothingIsKept();
  }

  @Test
  void filesAndDirectoriesThatMayNotBeRead() throws Exception {
    boolean root = "root".equals(System.getProperty("user.name"));
    List<String> start = root ? AS_ORDINARY_USER : List.of("env");
    Files.writeString(dir.resolve("secret"), "x");
    close("---------", "secret");
    for (String name : List.of("closed", "listed-only", "searched-only")) {
      Files.createDirectory(dir.resolve(name));
      Files.writeString(dir.resolve(name + "/file"), "x");
    }
    close("---------", "closed");
    close("r--r--r--", "listed-only");
    close("--x--x--x", "searched-only");
    assumeTrue(
        run(join(start, "true")).code() == 0
            && run(join(start, "cat", dir.resolve("secret"))).code() != 0,
        "nothing is unreadable for this user, and no setpriv to change that");
    for (List<Object> command : commands().toList()) {
      List<String> words = join(start, Path.of(System.getProperty("java.home"), "bin", "java"));
      words.addAll(
          List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
      words.add(Main.class.getName());
      command.subList(1, command.size()).forEach(word -> words.add(word.toString()));
      words.addAll(List.of("--store", store.toString()));
      Ended ended = run(words);
      assertThat(ended.code()).as("%s: %s", command, ended.err()).isEqualTo(command.get(0));
      assertThat(listed(ended.err()))
          .as("%s", command)
          .containsExactly(
              "closed can't be listed: permission denied",
              "listed-only/file can't be looked at: permission denied",
              "searched-only can't be listed: permission denied",
              "secret can't be read: permission denied");
    }
    assertNothingIsKept();
  }

  private void close(String mode, String name) throws IOException {
    Files.setPosixFilePermissions(dir.resolve(name), PosixFilePermissions.fromString(mode));
  }

  private static List<String> join(List<String> start, Object... words) {
    List<String> all = new ArrayList<>(start);
    Stream.of(words).map(Object::toString).forEach(all::add);
    return all;
  }

  private static List<String> listed(String err) {
    return err.lines().filter(line -> line.startsWith("  ")).map(String::strip).toList();
  }

  @Test
  void aDirectoryWhoseOwnPathIsNotUtf8() throws Exception {
    make(
        "sh",
        "-c",
        "cd \"$0\" && d=$(printf 'raw\\377') && mkdir \"$d\" && ln -s \"$d\" link",
        temp.toString());
    for (String command : List.of("snapshot", "analyze", "verify")) {
      List<Object> words = new ArrayList<>(List.of(command, temp.resolve("link")));
      if (command.equals("verify")) {
        words.add(ZEROS);
      }
      words.addAll(List.of("--store", store));
      Cli ended = Cli.run(words.toArray()).endsWith(ExitCode.BAD_INPUT);
      assertThat(ended.err()).contains("raw\\xff: a directory whose own path is not UTF-8");
    }
    Ended inside =
        run(
            List.of(
                "sh",
                "-c",
                "cd \"$0\"/link/. && exec \"$@\"",
                temp.toString(),
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "snapshot",
                "."));
    assertThat(inside.code()).as(inside.err()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(inside.err()).contains("the current directory's path is not UTF-8");
    assertThat(temp.resolve("raw\uFFFD")).doesNotExist();
  }
}
