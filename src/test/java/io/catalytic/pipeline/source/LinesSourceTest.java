package io.catalytic.pipeline.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catalytic.digest.Digest;
import io.catalytic.domain.ContentSink;
import io.catalytic.domain.Entry;
import io.catalytic.domain.RawPath;
import io.catalytic.merkle.EntryType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinesSourceTest {
  @TempDir private Path temp;

  private Path file(String text) throws IOException {
    return Files.writeString(temp.resolve("inputs.jsonl"), text);
  }

  private static List<Spot> spots(Source source) throws IOException {
    List<Spot> spots = new ArrayList<>();
    source.forEach(spots::add);
    return spots;
  }

  @Test
  void eachLineIsAnEntryNamedByItsNumber() throws IOException {
    Source source = LinesSource.of(file("one\n\nthree"));
    assertThat(spots(source))
        .extracting(spot -> spot.path().display())
        .containsExactly("", "0000000001", "0000000002", "0000000003");
    try (SpotReader reader = source.open(ContentSink.hashing())) {
      assertThat(reader.read(spots(source).get(3)))
          .contains(
              new Entry(
                  RawPath.of("0000000003"),
                  EntryType.FILE,
                  0644,
                  Digest.of("three".getBytes(StandardCharsets.UTF_8))));
      assertThat(reader.read(spots(source).get(0)))
          .contains(new Entry(RawPath.ROOT, EntryType.DIRECTORY, 0755, Entry.NO_CONTENT));
    }
  }

  @Property(tries = 300)
  void whatIsReadAtTheSpotsIsTheFile(
      @ForAll
          @CharRange(from = 'a', to = 'c')
          @CharRange(from = '\n', to = '\n')
          @StringLength(max = 30)
          String text)
      throws IOException {
    Path file = Files.createTempFile("lines", ".jsonl");
    try {
      Files.writeString(file, text);
      Source source = LinesSource.of(file);
      StringBuilder read = new StringBuilder();
      ContentSink collecting =
          (path, bytes, size) -> {
            byte[] line = bytes.readAllBytes();
            read.append(new String(line, StandardCharsets.UTF_8)).append('\n');
            return Digest.of(line);
          };
      try (SpotReader reader = source.open(collecting)) {
        for (Spot spot : spots(source)) {
          reader.read(spot);
        }
      }
      boolean isEnded = text.isEmpty() || text.endsWith("\n");
      assertThat(read.toString()).isEqualTo(isEnded ? text : text + "\n");
    } finally {
      Files.delete(file);
    }
  }

  @Test
  void aFileThatWasCutSinceItWasListedIsNoticed() throws IOException {
    Path file = file("one\ntwo\n");
    Source source = LinesSource.of(file);
    Spot second = spots(source).get(2);
    Files.writeString(file, "one\nt");
    try (SpotReader reader = source.open(ContentSink.hashing())) {
      assertThatThrownBy(() -> reader.read(second))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("line 0000000002 is not there any more");
    }
  }

  @Test
  void whatIsNoFileIsRefused() {
    assertThatThrownBy(() -> LinesSource.of(temp))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is no file");
    assertThatThrownBy(() -> LinesSource.of(temp.resolve("none")))
        .isInstanceOf(NoSuchFileException.class);
  }
}
