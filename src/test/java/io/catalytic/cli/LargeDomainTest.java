package io.catalytic.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.catalytic.digest.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A file that is larger than the memory of a command, and a directory of many entries.
 *
 * <p>By default the file is a little larger than the heap and there are 3,000 entries. {@code mvn
 * test -Dtest=LargeDomainTest "-Dtest.jvm.flags=-Dcatalytic.file=5368709120
 * -Dcatalytic.entries=100000"} for 5 GiB, which takes 10 GiB of disk, and 100,000.
 */
class LargeDomainTest {
  private static final long FILE_BYTES = Long.getLong("catalytic.file", 272L << 20);
  private static final int ENTRIES = Integer.getInteger("catalytic.entries", 3000);

  private final Path temp;
  private final Path dir;
  private final SmallJvm jvm;

  LargeDomainTest(@TempDir Path temp) throws IOException {
    this.temp = temp;
    this.dir = Files.createDirectory(temp.resolve("domain"));
    this.jvm = new SmallJvm(temp);
  }

  @AfterEach
  void end() throws IOException {
    jvm.close();
  }

  private String run(int expected, Object... args) throws IOException {
    List<Object> words = new ArrayList<>(List.of(args));
    words.addAll(List.of("--store", temp.resolve("store")));
    return jvm.run(expected, words.toArray());
  }

  private static String rootOf(String snapshot) {
    return snapshot.substring(0, 64);
  }

  private JsonNode analyze() throws IOException {
    Path out = temp.resolve("out");
    return Json.parse(run(ExitCode.OK, "analyze", dir, "--out", out, "--json"));
  }

  @Test
  void aFileLargerThanTheHeapGoesThroughEveryCommand() throws IOException {
    Path file = dir.resolve("large.py");
    try (SeekableByteChannel bytes =
        Files.newByteChannel(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      bytes.position(FILE_BYTES - 1).write(ByteBuffer.wrap(new byte[] {'e'}));
    }
    String root = rootOf(run(ExitCode.OK, "snapshot", "--content", dir));
    run(ExitCode.OK, "verify", dir, root);
    JsonNode record = analyze();
    assertThat(record.at("/restoration/root_after").asText()).isEqualTo(root);
    assertThat(record.at("/domain/bytes").asLong()).isEqualTo(FILE_BYTES);
    assertThat(record.at("/counts/skipped").asInt()).isEqualTo(1);
    assertThat(Files.readString(temp.resolve("out/skipped.jsonl"))).contains("too_large");
    Path proof = temp.resolve("proof");
    run(ExitCode.OK, "prove", root, "large.py", "-o", proof);
    changeLastByte(file);
    assertThat(run(ExitCode.NOT_RESTORED, "verify", dir, root))
        .contains("changed  large.py (content)");
    assertThat(run(ExitCode.OK, "diff", root, dir)).contains("changed  large.py (content)");
    run(ExitCode.OK, "restore", root, dir);
    run(ExitCode.OK, "verify", dir, root);
  }

  private static void changeLastByte(Path file) throws IOException {
    try (SeekableByteChannel bytes = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
      bytes.position(FILE_BYTES - 1).write(ByteBuffer.wrap(new byte[] {'f'}));
    }
  }

  @Test
  void aDirectoryOfManyEntriesGoesThroughEveryCommand() throws IOException {
    for (int i = 0; i < ENTRIES; i++) {
      Files.writeString(dir.resolve("f" + i + ".txt"), "number " + i % 1000 + "\n");
    }
    Files.writeString(dir.resolve("a.py"), "def f(): pass\n");
    String root = rootOf(run(ExitCode.OK, "snapshot", "--content", dir));
    run(ExitCode.OK, "verify", dir, root);
    JsonNode record = analyze();
    assertThat(record.at("/restoration/root_after").asText()).isEqualTo(root);
    assertThat(record.at("/domain/entries").asLong()).isEqualTo(ENTRIES + 2L);
    assertThat(record.at("/counts/answered").asInt()).isEqualTo(1);
    assertThat(record.at("/counts/skipped").asInt()).isEqualTo(ENTRIES);
    run(ExitCode.OK, "prove", root, "f7.txt", "-o", temp.resolve("proof"));
    Files.delete(dir.resolve("f7.txt"));
    assertThat(run(ExitCode.OK, "diff", root, dir)).isEqualTo("removed  f7.txt\n");
    run(ExitCode.NOT_RESTORED, "verify", dir, root);
    run(ExitCode.OK, "restore", root, dir);
    run(ExitCode.OK, "verify", dir, root);
  }
}
