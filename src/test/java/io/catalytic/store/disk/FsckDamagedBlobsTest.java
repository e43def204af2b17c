package io.catalytic.store.disk;

import static io.catalytic.store.StoreContract.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catalytic.digest.Digest;
import io.catalytic.digest.Hash;
import io.catalytic.store.BlobMissingException;
import io.catalytic.store.Finding;
import io.catalytic.store.Finding.Done;
import io.catalytic.store.Finding.Kind;
import io.catalytic.store.FsckOptions;
import io.catalytic.store.FsckReport.Status;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.Stores;
import io.catalytic.store.pack.ByteSink;
import io.catalytic.store.pack.PackEntry;
import io.catalytic.store.pack.PackFormat;
import io.catalytic.store.pack.PackSummary;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Packs and objects that a check finds to be damaged, sets aside and heals. */
final class FsckDamagedBlobsTest {
  private final CheckedStore checked;
  private final Path place;

  FsckDamagedBlobsTest(@TempDir Path directory) throws IOException {
    checked = new CheckedStore(directory);
    place = checked.place();
    checked.make();
  }

  /** Ways to damage a pack. */
  enum PackDamage {
    HEADER(false),
    DATA(true),
    FAN_OUT(false),
    TAGS(false),
    ENTRIES(true),
    TRAILER(false),
    CUT_IN_THE_TRAILER(false),
    CUT_IN_THE_ENTRIES(true),
    CUT_IN_THE_DATA(true),
    EMPTIED(true),
    APPENDED(false),
    INDEX_DESTROYED(true),
    DELETED(true);

    private final boolean loses;

    PackDamage(boolean loses) {
      this.loses = loses;
    }

    void damage(Path pack, int count) throws IOException {
      byte[] bytes = Files.readAllBytes(pack);
      int entries = bytes.length - PackFormat.TRAILER - PackEntry.BYTES * count;
      int summary = entries - (int) PackSummary.length(count);
      switch (this) {
        case HEADER -> bytes[9] ^= 1;
        case DATA -> bytes[PackFormat.HEADER + 3] ^= 4;
        case FAN_OUT -> bytes[summary + 7] ^= 1;
        case TAGS -> bytes[entries - 1] ^= 1;
        case ENTRIES -> bytes[entries + 40] ^= 1;
        case TRAILER -> bytes[bytes.length - 20] ^= 1;
        case CUT_IN_THE_TRAILER -> bytes = Arrays.copyOf(bytes, bytes.length - 13);
        case CUT_IN_THE_ENTRIES -> bytes = Arrays.copyOf(bytes, entries + 60);
        case CUT_IN_THE_DATA -> bytes = Arrays.copyOf(bytes, summary / 2);
        case EMPTIED -> bytes = new byte[0];
        case APPENDED -> bytes = Arrays.copyOf(bytes, bytes.length + 5);
        case INDEX_DESTROYED -> Arrays.fill(bytes, summary, bytes.length, (byte) 0);
        case DELETED -> {
          Files.delete(pack);
          return;
        }
      }
      DiskSpoiler.replace(pack, bytes);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aDamagedPackIsFoundNamedSetAsideAndHealed(PackDamage damage) throws IOException {
    Path pack = checked.pack();
    damage.damage(pack, checked.small().size());
    String name = "packs/" + pack.getFileName();

    CheckedStore.Result check = checked.check();

    assertThat(check.report().status()).isEqualTo(Status.DAMAGED);
    if (damage == PackDamage.DATA) {
      Finding found = check.only(Kind.BLOB);
      assertThat(found.where()).isEqualTo(name);
      assertThat(found.done()).isEqualTo(Done.SET_ASIDE);
      assertThat(check.missing()).containsExactly(found.hash().orElseThrow());
    } else if (damage != PackDamage.DELETED) {
      Finding found = check.only(Kind.PACK);
      assertThat(found.where()).isEqualTo(name);
      assertThat(found.done()).isEqualTo(Done.SET_ASIDE);
      assertThat(pack).doesNotExist();
      assertThat(place.resolve("quarantine").resolve(pack.getFileName())).exists();
    }
    assertThat(check.missing().isEmpty()).isEqualTo(!damage.loses);
    checked.assertOnlyMissing(check.missing());

    CheckedStore.Result repair = checked.repairFromSource();
    assertThat(repair.report().status()).isEqualTo(damage.loses ? Status.HEALED : Status.CLEAN);
    assertThat(repair.report().healed()).isEqualTo(check.missing().size());
    checked.assertAllThere();
    assertThat(checked.check().report().status()).isEqualTo(Status.CLEAN);
  }

  /** Ways to damage a loose object. */
  enum LooseDamage {
    FLIPPED,
    CUT,
    EMPTIED,
    APPENDED,
    DELETED
  }

  @ParameterizedTest
  @EnumSource
  void aDamagedLooseObjectIsFoundNamedSetAsideAndHealed(LooseDamage damage) throws IOException {
    Digest large = checked.large().get(0);
    Path file = new StoreLayout(place).loose(large.hash());
    byte[] bytes = Files.readAllBytes(file);
    switch (damage) {
      case FLIPPED -> DiskSpoiler.flipBit(file, bytes.length - 1);
      case CUT -> DiskSpoiler.replace(file, Arrays.copyOf(bytes, bytes.length - 1));
      case EMPTIED -> DiskSpoiler.replace(file, new byte[0]);
      case APPENDED -> DiskSpoiler.replace(file, Arrays.copyOf(bytes, bytes.length + 1));
      case DELETED -> Files.delete(file);
    }

    CheckedStore.Result check = checked.check();

    assertThat(check.report().status()).isEqualTo(Status.DAMAGED);
    if (damage != LooseDamage.DELETED) {
      Finding found = check.only(Kind.BLOB);
      assertThat(found.where()).isEqualTo(place.relativize(file).toString());
      assertThat(found.hash()).contains(large.hash());
      assertThat(found.what()).startsWith("its bytes are those of ");
      assertThat(found.done()).isEqualTo(Done.SET_ASIDE);
    }
    assertThat(file).doesNotExist();
    assertThat(check.missing()).containsExactly(large.hash());
    checked.assertOnlyMissing(check.missing());

    CheckedStore.Result repair = checked.repairFromSource();
    assertThat(repair.report().status()).isEqualTo(Status.HEALED);
    assertThat(repair.only(Kind.MISSING).what()).contains("put back from " + checked.source());
    checked.assertAllThere();
    assertThat(checked.check().report().status()).isEqualTo(Status.CLEAN);
  }

  @Test
  void aCorruptCopyOfABlobThatIsThereTwiceCostsNothing() throws IOException {
    Digest small = checked.small().get(0);
    Path second = new StoreLayout(place).loose(small.hash());
    Files.createDirectories(second.resolveSibling(""));
    Files.write(second, bytes("not it"));

    CheckedStore.Result check = checked.check();
    assertThat(check.only(Kind.BLOB).done()).isEqualTo(Done.SET_ASIDE);
    assertThat(check.missing()).isEmpty();
    assertThat(check.report().status()).isEqualTo(Status.DAMAGED);
    checked.assertAllThere();
    assertThat(checked.check().report().status()).isEqualTo(Status.CLEAN);
  }

  @Test
  void theBadBlobsOfADamagedPackAreNamedUntilTheyAreHealed() throws IOException {
    byte[] loner = bytes("no ref leads here");
    Digest digest = checked.commit(loner);
    DiskSpoiler.spoil(place, digest.hash());
    try (Stream<Path> packs = Files.list(place.resolve("packs"))) {
      for (Path pack : packs.toList()) {
        DiskSpoiler.flipBit(pack, (int) Files.size(pack) - 20);
      }
    }
    for (int run = 0; run < 2; run++) {
      CheckedStore.Result check = checked.check();
      assertThat(check.all(Kind.PACK)).hasSize(run == 0 ? 3 : 0);
      assertThat(check.only(Kind.MISSING).hash()).contains(digest.hash());
      assertThat(check.only(Kind.MISSING).where()).matches("quarantine/[0-9a-f]{32}\\.pack");
    }
    Files.write(checked.source().resolve("found"), loner);
    assertThat(checked.repairFromSource().report().status()).isEqualTo(Status.HEALED);
    assertThat(checked.check().findings()).isEmpty();
  }

  @Test
  void aDamagedPackThatCannotBeSetAsideIsNamedWithAllThatItAloneHas() throws IOException {
    DiskSpoiler.flipBit(checked.pack(), PackFormat.HEADER);
    DiskSpoiler.flipBit(checked.pack(), (int) Files.size(checked.pack()) - 20);
    Disk unwritable =
        new PassingDisk(new LocalDisk()) {
          @Override
          public ByteSink create(Path file) throws IOException {
            throw new AccessDeniedException(file.toString());
          }
        };
    CheckedStore.Result check = checked.check(unwritable, FsckOptions.CHECK);
    assertThat(check.only(Kind.PACK).done()).isEqualTo(Done.LEFT);
    assertThat(check.only(Kind.PACK).what())
        .startsWith("trailer: its checksum or its magic is wrong; not set aside: ")
        .contains("permission denied");
    assertThat(check.missing())
        .containsExactlyInAnyOrderElementsOf(checked.small().stream().map(Digest::hash).toList());
    assertThat(checked.pack()).exists();
    assertThat(checked.check().missing()).hasSize(1); // what can be saved was saved
  }

  @Test
  void aPackWhoseSummaryHidesABlobIsReplaced() throws IOException {
    byte[] pack = Files.readAllBytes(checked.pack());
    int count = checked.small().size();
    int entries = pack.length - PackFormat.TRAILER - PackEntry.BYTES * count;
    int summary = entries - (int) PackSummary.length(count);
    pack[entries - 1] ^= 1;
    ByteBuffer trailer = ByteBuffer.wrap(pack, pack.length - PackFormat.TRAILER, 24);
    byte[] right =
        new PackFormat.Trailer(
                trailer.getLong(),
                trailer.getInt(),
                PackFormat.crc(pack, summary, entries - summary),
                trailer.getInt(pack.length - PackFormat.TRAILER + 16))
            .encode();
    System.arraycopy(right, 0, pack, pack.length - right.length, right.length);
    DiskSpoiler.replace(checked.pack(), pack);
    assertThat(checked.notThere()).hasSize(1);

    assertThat(checked.check().only(Kind.PACK).what())
        .startsWith("summary: it does not say where entry " + (count - 1) + " is; ");
    checked.assertAllThere();
  }

  @Test
  void nothingThatWasLostIsEverReturned() throws IOException {
    Set<Hash> all = new HashSet<>();
    try (Stream<Path> files = Files.walk(place.resolve("packs"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        DiskSpoiler.flipBit(file, 30);
      }
    }
    CheckedStore.Result check = checked.check();
    all.addAll(check.missing());
    assertThat(all).isNotEmpty();
    try (ObjectStore store = Stores.open(place.toString())) {
      for (Hash hash : all) {
        assertThat(store.find(hash)).isEqualTo(Optional.empty());
        assertThatThrownBy(() -> store.open(hash)).isInstanceOf(BlobMissingException.class);
      }
    }
  }
}
