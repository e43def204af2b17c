package io.catalytic.store.remote;

import static io.catalytic.store.StoreContract.bytes;
import static io.catalytic.store.StoreContract.random;
import static org.assertj.core.api.Assertions.assertThat;

import io.catalytic.digest.Digest;
import io.catalytic.store.GcOptions;
import io.catalytic.store.HashListTracer;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.WriteBatch;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Fails each request of what a store on Google Cloud Storage does, one after another. */
final class GcsFaultWalkTest {
  private static final BatchLimits LIMITS = new BatchLimits(150_000, 1 << 20);
  private static final byte[] KEPT = random(1, 300_000);
  private static final List<byte[]> BLOBS =
      List.of(bytes("small"), new byte[0], random(2, 2 * GcsServer.PART + 5));

  private final GcsServer server = GcsServer.use();

  @AfterEach
  void leaveItAsItWas() {
    GcsServer.use();
  }

  @ParameterizedTest
  @EnumSource(names = {"UNAVAILABLE", "RESET", "LOST", "CUT"})
  void oneFaultInAnyRequestIsNotEvenNoticed(GcsServer.Fault fault) throws IOException {
    for (long n = 1; ; n++) {
      server.objects().clear();
      RemoteLocation place = GcsServer.newPlace();
      server.fail(n, n, fault);
      try (ObjectStore store = open(place)) {
        write(store);
        readAll(store);
        clean(store);
        readAll(store);
      }
      if (!server.heal()) {
        assertThat(n).as("requests that were failed").isGreaterThan(30);
        return;
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"UNAVAILABLE", "LOST"})
  void aServerThatIsGoneFromAnyRequestOnLeavesNothingHalfDone(GcsServer.Fault fault)
      throws IOException {
    for (long n = 1; ; n++) {
      server.objects().clear();
      RemoteLocation place = GcsServer.newPlace();
      try (ObjectStore store = open(place)) {
        put(store, List.of(KEPT));
        server.fail(n, Long.MAX_VALUE, fault);
        boolean written = attempt(store);
        boolean failed = server.heal();
        try (ObjectStore other = open(place)) {
          boolean small = other.find(Digest.of(BLOBS.get(0)).hash()).isPresent();
          assertThat(other.find(Digest.of(BLOBS.get(1)).hash()).isPresent()).isEqualTo(small);
          assertThat(small || !written).isTrue();
          write(other);
          readAll(other);
          assertThat(other.stats().quarantined()).isZero();
        }
        assertThat(written || failed).isTrue();
        if (!failed) {
          assertThat(n).as("requests that were failed").isGreaterThan(10);
          return;
        }
      }
    }
  }

  private static boolean attempt(ObjectStore store) {
    try {
      write(store);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static void write(ObjectStore store) throws IOException {
    put(store, BLOBS);
    put(store, List.of(KEPT));
    HashListTracer.keep(
        store,
        "1",
        List.of(
            Digest.of(KEPT),
            Digest.of(BLOBS.get(0)),
            Digest.of(BLOBS.get(1)),
            Digest.of(BLOBS.get(2))));
  }

  private static void put(ObjectStore store, List<byte[]> blobs) throws IOException {
    try (WriteBatch batch = store.begin()) {
      for (byte[] blob : blobs) {
        batch.put(blob);
      }
      batch.commit();
    }
  }

  private static void readAll(ObjectStore store) throws IOException {
    for (byte[] blob : BLOBS) {
      assertThat(store.read(Digest.of(blob).hash(), blob.length)).isEqualTo(blob);
    }
    assertThat(store.read(Digest.of(KEPT).hash(), KEPT.length)).isEqualTo(KEPT);
    assertThat(store.refs().list("test")).containsExactly("test/1");
  }

  private static void clean(ObjectStore store) throws IOException {
    Clock later = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(1));
    store.gc(new GcOptions(Duration.ZERO, 0, false, later));
  }

  private ObjectStore open(RemoteLocation place) throws IOException {
    return RemoteStore.open(server.objects(place), LIMITS, true);
  }
}
