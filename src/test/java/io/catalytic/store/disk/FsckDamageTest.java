package io.catalytic.store.disk;

import static org.assertj.core.api.Assertions.assertThat;

import io.catalytic.digest.Digest;
import io.catalytic.digest.Hash;
import io.catalytic.store.FsckOptions;
import io.catalytic.store.FsckReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Damage at random, all over a store. */
final class FsckDamageTest {

  @Property(tries = 150)
  void whatIsLostIsNamedAndComesBackFromADirectoryThatHasIt(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int times) throws IOException {
    Path directory = Files.createTempDirectory("fsck");
    CheckedStore checked = new CheckedStore(directory);
    checked.make();
    // It may be lost too, and is no file of the directory.
    Files.write(checked.source().resolve("manifest.jsonl"), checked.manifest());
    Random random = new Random(seed);
    for (int i = 0; i < times; i++) {
      damage(checked.place(), random);
    }

    CheckedStore.Result check = checked.check();
    Hash manifest = Digest.of(checked.manifest()).hash();
    Set<Hash> missing = check.missing();
    if (missing.contains(manifest)) {
      // What it lists is not known, but in so far as its bad bytes are there.
      missing = checked.notThere();
      assertThat(missing).containsAll(check.missing());
    }
    checked.assertOnlyMissing(missing);

    CheckedStore.Result repair = checked.repairFromSource();
    assertThat(repair.report().healed()).isEqualTo(missing.size());
    assertThat(repair.missing()).isEmpty();
    checked.assertAllThere();
    assertThat(checked.check(FsckOptions.CHECK).report().status())
        .isEqualTo(FsckReport.Status.CLEAN);
    delete(directory);
  }

  private static void damage(Path place, Random random) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(place)) {
      files = all.filter(FsckDamageTest::isPackOrObject).sorted().toList();
    }
    if (files.isEmpty()) {
      return;
    }
    Path file = files.get(random.nextInt(files.size()));
    byte[] bytes = Files.readAllBytes(file);
    int at = random.nextInt(bytes.length + 1);
    switch (random.nextInt(5)) {
      case 0 -> Files.delete(file);
      case 1 -> DiskSpoiler.replace(file, Arrays.copyOf(bytes, at));
      case 2 -> DiskSpoiler.replace(file, Arrays.copyOf(bytes, bytes.length + 1 + at % 100));
      case 3 -> {
        Arrays.fill(bytes, at, Math.min(bytes.length, at + 512), (byte) 0);
        DiskSpoiler.replace(file, bytes);
      }
      default -> {
        if (at < bytes.length) {
          DiskSpoiler.flipBit(file, at);
        }
      }
    }
  }

  private static boolean isPackOrObject(Path file) {
    return Files.isRegularFile(file) && file.toString().matches(".*/(packs|objects)/.*");
  }

  private static void delete(Path tree) throws IOException {
    try (Stream<Path> paths = Files.walk(tree)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
