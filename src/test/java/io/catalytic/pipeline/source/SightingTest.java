package io.catalytic.pipeline.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SightingTest {
  @TempDir Path temp;

  @Test
  void aPathIsTheSameOnOneMachineThoughItWasMadeAnew() throws IOException {
    Sighting here = Sighting.of(temp);
    assertThat(here.isOfTheSame(new Sighting(here.host(), here.inode() + 1))).isTrue();
  }

  @Test
  void aSharedDirectoryHasOneNumberOnAllMachines() throws IOException {
    Sighting here = Sighting.of(temp);
    assertThat(here.isOfTheSame(new Sighting("elsewhere.invalid", here.inode()))).isTrue();
    assertThat(here.isOfTheSame(new Sighting("elsewhere.invalid", here.inode() + 1))).isFalse();
  }

  @Test
  void twoDirectoriesHaveTwoNumbers() throws IOException {
    Path one = Files.createDirectory(temp.resolve("one"));
    Path two = Files.createDirectory(temp.resolve("two"));
    assertThat(Sighting.of(one).inode()).isNotEqualTo(Sighting.of(two).inode());
  }
}
