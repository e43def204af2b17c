package io.catalytic.store;

import static io.catalytic.store.StoreContract.bytes;
import static io.catalytic.store.StoreContract.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.catalytic.digest.Digest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a store has when a step of it is made to fail, and what it is given then. */
public final class OldAndNew {
  public static final byte[] OLD_SMALL = bytes("committed before");
  public static final byte[] OLD_LARGE = random(1, 300_000);
  public static final List<byte[]> SMALL =
      List.of(bytes("small"), new byte[0], random(2, 100_000), bytes("another"));
  public static final List<byte[]> LARGE = List.of(random(3, 200_000), random(4, 300_000));

  private OldAndNew() {}

  /** Puts and commits what is there from the begin. */
  public static void writeOld(ObjectStore store) throws IOException {
    try (WriteBatch batch = store.begin()) {
      batch.put(OLD_SMALL);
      batch.put(OLD_LARGE);
      batch.commit();
    }
  }

  /** Writes the new batch; returns whether it was committed, and not made to fail. */
  public static boolean attempt(ObjectStore store) {
    try {
      writeNew(store);
      return true;
    } catch (IOException e) {
      assertThat(e).hasStackTraceContaining("injected fault");
      return false;
    }
  }

  /** Puts and commits the new batch, with what is there already in between. */
  public static void writeNew(ObjectStore store) throws IOException {
    try (WriteBatch batch = store.begin()) {
      batch.put(OLD_SMALL);
      batch.put(SMALL.get(0));
      batch.put(new ByteArrayInputStream(LARGE.get(0)));
      batch.put(SMALL.get(1));
      batch.put(new ByteArrayInputStream(OLD_LARGE));
      batch.put(new ByteArrayInputStream(SMALL.get(2)));
      batch.put(LARGE.get(1));
      batch.put(SMALL.get(3));
      batch.commit();
    }
  }

  /** Checks that what was committed before is there. */
  public static void checkOld(ObjectStore store) throws IOException {
    assertThat(readIfThere(store, OLD_SMALL)).isTrue();
    assertThat(readIfThere(store, OLD_LARGE)).isTrue();
  }

  /** Checks that the new batch is there if it was committed, and its small blobs all or none. */
  public static void checkNew(ObjectStore store, boolean committed) throws IOException {
    for (byte[] blob : LARGE) {
      boolean there = readIfThere(store, blob);
      assertThat(there || !committed).isTrue();
    }
    List<Boolean> small = new ArrayList<>();
    for (byte[] blob : SMALL) {
      small.add(readIfThere(store, blob));
    }
    assertThat(small).as("small blobs of one batch").containsOnly(small.get(0));
    assertThat(!committed || small.get(0)).isTrue();
    assertThat(store.stats().quarantined()).isZero();
  }

  /** Returns whether a store has a blob; fails if what it has is not the blob. */
  public static boolean readIfThere(ObjectStore store, byte[] blob) throws IOException {
    Digest digest = Digest.of(blob);
    Optional<Digest> found = store.find(digest.hash());
    if (found.isEmpty()) {
      return false;
    }
    assertThat(found).contains(digest);
    assertThat(store.read(digest.hash(), digest.size())).isEqualTo(blob);
    return true;
  }

  /** Reads a corrupt blob until it counts as missing, which the second time has to do. */
  private static void makeMissing(ObjectStore store, Digest digest) throws IOException {
    try {
      store.read(digest.hash(), digest.size());
      fail("read a corrupt blob");
    } catch (BlobCorruptException | BlobMissingException e) {
      assertThat(store.find(digest.hash())).isEmpty();
    }
  }

  /** Something that a fault is injected into. */
  public interface Step {
    /** Does it. */
    void run() throws IOException;
  }

  /** Does something that may fail, but only because it was made to. */
  public static void failing(Step step) {
    try {
      step.run();
    } catch (IOException e) {
      assertThat(e).hasStackTraceContaining("injected fault");
    }
  }

  /** Reads a blob that is there; no fault may be taken for one of the blob. */
  public static void readOrFail(ObjectStore store, byte[] blob) {
    failing(
        () -> {
          try {
            assertThat(readIfThere(store, blob)).isTrue();
          } catch (BlobCorruptException | BlobMissingException e) {
            fail("a fault was taken for the blob's", e);
          }
        });
  }

  /** Reads a blob that is corrupt, which fails one way or the other. */
  public static void readCorrupt(ObjectStore store, Digest digest) {
    try {
      store.read(digest.hash(), digest.size());
      fail("read a corrupt blob");
    } catch (IOException e) {
      assertThat(e).isNotInstanceOf(BlobMissingException.class);
    }
  }

  /** Puts a corrupt blob again, once it counts as missing. */
  public static void healByPut(ObjectStore store, byte[] blob) throws IOException {
    makeMissing(store, Digest.of(blob));
    try (WriteBatch batch = store.begin()) {
      batch.put(blob);
      batch.commit();
    }
    checkOld(store);
  }

  /** Replaces the ref {@code runs/1}, which says "old", and writes and deletes another. */
  public static void writeRefs(ObjectStore store) throws IOException {
    store.refs().write("runs/1", bytes("new"));
    store.refs().write("other/2", bytes("2"));
    assertThat(store.refs().delete("other/2")).isTrue();
  }

  /** Checks that the ref says the one or the other, and can be replaced. */
  public static void checkRefs(ObjectStore store) throws IOException {
    assertThat(store.refs().read("runs/1").orElseThrow()).isIn(bytes("old"), bytes("new"));
    store.refs().write("runs/1", bytes("newest"));
    assertThat(store.refs().read("runs/1")).contains(bytes("newest"));
  }
}
