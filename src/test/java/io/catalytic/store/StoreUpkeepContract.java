package io.catalytic.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;
import static org.assertj.core.api.Assertions.tuple;

import io.catalytic.digest.Digest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every kind of store has to do to stay whole: what it counts, checks, heals and cleans. */
public abstract class StoreUpkeepContract extends StoreContract {
  private static final int LARGE = 3 << 20;

  @Test
  void aCorruptBlobIsReportedOnceThenMissingThenHealed() throws IOException {
    for (int size : new int[] {1, 5_000, LARGE}) {
      byte[] bytes = random(8, size);
      Digest digest = commit(bytes);
      Digest neighbour = commit(random(9, size + 1));
      spoil(digest.hash());

      assertThatThrownBy(() -> store().read(digest.hash(), size))
          .isInstanceOfSatisfying(
              BlobCorruptException.class, e -> assertThat(e.hash()).isEqualTo(digest.hash()))
          .hasMessageStartingWith("blob " + digest.hash() + " is corrupt in ");
      assertThat(store().find(digest.hash())).isEmpty();
      assertThatThrownBy(() -> store().read(digest.hash(), size))
          .isInstanceOf(BlobMissingException.class);
      try (ObjectStore other = reopen()) {
        assertThat(other.find(digest.hash())).isEmpty();
      }
      assertThat(store().read(neighbour.hash(), size + 1)).isEqualTo(random(9, size + 1));

      assertThat(commit(bytes)).isEqualTo(digest);
      assertThat(store().read(digest.hash(), size)).isEqualTo(bytes);
      try (ObjectStore other = reopen()) {
        assertThat(other.read(digest.hash(), size)).isEqualTo(bytes);
      }
    }
    assertThat(store().stats().quarantined()).isEqualTo(3);
  }

  @Test
  void aBlobThatCompressesWellIsABlobLikeAnyOther() throws IOException {
    long sum = 0;
    for (int size : new int[] {1, 12, 300, 100_000, 200_000, LARGE}) {
      byte[] bytes = Arrays.copyOf(bytes("so much " + size + " ".repeat(size)), size);
      Digest digest = commit(bytes);
      sum += size;
      assertThat(digest).isEqualTo(Digest.of(bytes));

      spoil(digest.hash()); // before anyone looked at it: what was read may be kept
      assertThatThrownBy(() -> store().read(digest.hash(), size))
          .isInstanceOf(BlobCorruptException.class)
          .hasMessageStartingWith("blob " + digest.hash() + " is corrupt in ");
      assertThat(store().find(digest.hash())).isEmpty();
      commit(bytes);
      assertThat(store().find(digest.hash())).contains(digest);
      assertThat(store().read(digest.hash(), size)).isEqualTo(bytes);
      try (ObjectStore other = reopen()) {
        assertThat(other.read(digest.hash(), size)).isEqualTo(bytes);
      }
    }
    assertThat(store().stats().blobs()).isEqualTo(6);
    assertThat(store().stats().bytes()).isEqualTo(sum);
    assertThat(store().stats().quarantined()).isEqualTo(6);
  }

  @Test
  void aStreamOfACorruptBlobHasNoEnd() throws IOException {
    for (int size : new int[] {5_000, LARGE}) {
      Digest digest = commit(random(10, size));
      spoil(digest.hash());

      try (InputStream in = store().open(digest.hash())) {
        assertThat(in.readNBytes(size)).hasSize(size);
        assertThatThrownBy(in::read).isInstanceOf(BlobCorruptException.class);
        assertThatThrownBy(in::read).isInstanceOf(BlobCorruptException.class);
      }
      assertThat(store().find(digest.hash())).isEmpty();
    }
  }

  @Test
  void statsCountBlobsAndBytes() throws IOException {
    assertHolds(store(), 0, 0);
    commit(bytes("four"));
    commit(random(12, LARGE));
    assertHolds(store(), 2, 4 + LARGE);
  }

  @Test
  void statsTellWhatTheBlobsTakeWhereTheyAre() throws IOException {
    commit(random(13, LARGE));
    commit(bytes("small"));
    StoreStats stats = store().stats();
    assertThat(stats.packs().blobs() + stats.loose().count()).isEqualTo(2);
    assertThat(stats.packs().bytes() + stats.loose().stored()).isEqualTo(LARGE + 5);
    assertThat(stats.stored()).isGreaterThanOrEqualTo(LARGE + 5).isLessThan(LARGE + 1_000);
  }

  @Test
  void settingsHoldForEveryoneWhoOpensTheStoreAndChangeNoBlob() throws IOException {
    byte[] text = bytes("again and ".repeat(1_000));
    Digest before = commit(text);
    for (StoreSettings settings :
        List.of(
            new StoreSettings(0, Compression.NONE),
            new StoreSettings(StoreSettings.MAX_PACK_BELOW, Compression.ZSTD))) {
      store().configure(settings);
      assertThat(store().settings()).isEqualTo(settings);
      try (ObjectStore other = reopen()) {
        assertThat(other.settings()).isEqualTo(settings);
      }
      Digest after = commit(bytes(settings + " again and again ".repeat(100)));
      assertThat(store().find(after.hash())).contains(after);
      assertThat(store().read(before.hash(), text.length)).isEqualTo(text);
    }
    assertThat(store().stats().blobs()).isEqualTo(3);
    assertThat(store().refs().list("").stream().filter(name -> !name.startsWith("leases/")))
        .containsExactly("settings");
  }

  @Test
  void aCheckOfAWholeStoreReadsAllOfIt() throws IOException {
    commit(bytes("four"));
    commit(random(13, LARGE));
    FsckReport report = store().fsck(FsckOptions.CHECK, finding -> fail("found %s", finding));
    assertThat(report.status()).isEqualTo(FsckReport.Status.CLEAN);
    assertThat(report.blobs()).isEqualTo(2);
    assertThat(report.bytes()).isEqualTo(4 + LARGE);
  }

  @Test
  void aCheckFindsACorruptBlobSetsItAsideAndPutsItBackFromASource() throws IOException {
    for (int size : new int[] {1, 5_000, LARGE}) {
      byte[] bytes = random(14, size);
      Digest digest = commit(bytes);
      spoil(digest.hash());

      List<Finding> found = new ArrayList<>();
      assertThat(store().fsck(FsckOptions.CHECK, found::add).status())
          .isEqualTo(FsckReport.Status.DAMAGED);
      assertThat(found)
          .extracting(Finding::kind, finding -> finding.hash().orElseThrow(), Finding::done)
          .containsExactly(
              tuple(Finding.Kind.BLOB, digest.hash(), Finding.Done.SET_ASIDE),
              tuple(Finding.Kind.MISSING, digest.hash(), Finding.Done.LEFT));
      assertThat(store().find(digest.hash())).isEmpty();

      FsckReport repaired =
          store()
              .fsck(
                  FsckOptions.repairing(
                      taker -> {
                        taker.take("other", () -> new ByteArrayInputStream(bytes("other")));
                        taker.take("it", () -> new ByteArrayInputStream(bytes));
                      }),
                  finding -> assertThat(finding.done()).isEqualTo(Finding.Done.HEALED));
      assertThat(repaired.status()).isEqualTo(FsckReport.Status.HEALED);
      assertThat(repaired.healed()).isEqualTo(1);
      assertThat(store().read(digest.hash(), size)).isEqualTo(bytes);
      assertThat(store().find(Digest.of(bytes("other")).hash())).isEmpty();
      assertThat(store().fsck(FsckOptions.CHECK, finding -> fail("found %s", finding)).status())
          .isEqualTo(FsckReport.Status.CLEAN);
    }
  }

  @Test
  void whatNoRefNamesIsDeletedAndWhatOneNamesStays() throws IOException {
    Digest small = commit(bytes("named"));
    Digest large = commit(random(1, LARGE));
    Digest garbage = commit(bytes("garbage"));
    Digest largeGarbage = commit(random(2, LARGE));
    HashListTracer.keep(store(), "1", List.of(small, large));
    openAnew();

    GcReport report = clean(Duration.ZERO);

    assertThat(report.deleted().blobs()).isEqualTo(2);
    assertThat(report.refs()).isPositive();
    assertThat(store().find(garbage.hash())).isEmpty();
    assertThat(store().find(largeGarbage.hash())).isEmpty();
    assertThat(store().read(small.hash(), 5)).isEqualTo(bytes("named"));
    assertThat(store().read(large.hash(), LARGE)).isEqualTo(random(1, LARGE));
    assertThat(clean(Duration.ZERO).deleted().blobs()).isZero();
    assertThat(store().stats().blobs()).isEqualTo(2);
    assertThat(commit(bytes("garbage"))).isEqualTo(garbage);
    assertThat(store().read(garbage.hash(), 7)).isEqualTo(bytes("garbage"));
  }

  @Test
  void whatIsYoungerThanTheGraceIsLeftAlone() throws IOException {
    Digest garbage = commit(bytes("garbage"));
    Digest large = commit(random(2, LARGE));
    openAnew();

    GcReport report = clean(Duration.ofHours(1));

    assertThat(report.young().blobs()).isEqualTo(2);
    assertThat(report.deleted().blobs() + report.condemned().blobs()).isZero();
    assertThat(store().find(garbage.hash())).contains(garbage);
    assertThat(store().find(large.hash())).contains(large);
  }

  @Test
  void aDryRunOfACleaningTellsAndDoesNothing() throws IOException {
    Digest garbage = commit(bytes("garbage"));
    openAnew();

    GcReport report = store().gc(new GcOptions(Duration.ZERO, 0, true, later()));

    assertThat(report.deleted().blobs() + report.condemned().blobs()).isEqualTo(1);
    assertThat(store().read(garbage.hash(), 7)).isEqualTo(bytes("garbage"));
  }

  @Test
  void aRefThatNobodyCanTraceStopsACleaningBeforeItDeletesAnything() throws IOException {
    Digest garbage = commit(bytes("garbage"));
    openAnew();

    store().refs().write("strange/1", bytes("?"));
    assertThatThrownBy(() -> clean(Duration.ZERO))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("strange/1")
        .hasMessageContaining("strange");
    store().refs().delete("strange/1");
    store().refs().write("test/1", bytes("damaged"));
    assertThatThrownBy(() -> clean(Duration.ZERO))
        .hasMessageContaining("test/1")
        .hasMessageContaining("damaged");
    store().refs().delete("test/1");
    openAnew(); // it wrote, and a cleaning waits for writers
    assertThat(store().find(garbage.hash())).contains(garbage);
    assertThat(clean(Duration.ZERO).deleted().blobs()).isEqualTo(1);
  }

  private GcReport clean(Duration grace) throws IOException {
    return store().gc(new GcOptions(grace, 0, false, later()));
  }

  /** What a test wrote a moment ago is older than nothing. */
  private static Clock later() {
    return Clock.offset(Clock.systemUTC(), Duration.ofMinutes(1));
  }
}
