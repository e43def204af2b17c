package io.catalytic.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.catalytic.digest.Digest;
import io.catalytic.merkle.EntryType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RootSumTest {
  private static Entry file(int i) {
    byte[] content = ("content " + i).getBytes(StandardCharsets.UTF_8);
    return new Entry(RawPath.of("file" + i), EntryType.FILE, 0644, Digest.of(content));
  }

  /** More than are held at a time, so that some wait in a file. */
  @Test
  void theRootIsThatOfAllEntriesHeldAtOnce() throws IOException {
    List<Entry> entries = new ArrayList<>();
    try (RootSum sum = new RootSum()) {
      for (int i = 0; i < 70_000; i++) {
        entries.add(file(i));
        sum.add(file(i));
      }
      assertThat(sum.root()).isEqualTo(Manifest.root(entries.iterator()));
    }
  }
}
