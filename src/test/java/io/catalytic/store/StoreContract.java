package io.catalytic.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catalytic.digest.Digest;
import io.catalytic.digest.Hash;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every kind of store has to do: blobs and batches. A kind is tested by a subclass of {@link
 * StoreUpkeepContract} that brings it.
 */
public abstract class StoreContract {
  private static final int LARGE = 3 << 20;

  private ObjectStore store;

  /** Returns a new, empty store. */
  public abstract ObjectStore create() throws IOException;

  /** Returns the same store opened once more, as by another process. */
  public abstract ObjectStore reopen() throws IOException;

  /** Changes one byte of a committed blob, which is not empty, behind the store's back. */
  public abstract void spoil(Hash hash) throws IOException;

  @BeforeEach
  void createStore() throws IOException {
    store = create();
  }

  @AfterEach
  void closeStore() throws IOException {
    store.close();
  }

  /** The store under test. */
  public final ObjectStore store() {
    return store;
  }

  /** Closes the store under test, and goes on with the same, opened once more. */
  final void openAnew() throws IOException {
    store.close();
    store = reopen();
  }

  @Test
  void whatWasCommittedCanBeReadBack() throws IOException {
    Digest digest = commit(bytes("hello\n"));

    assertThat(digest).isEqualTo(Digest.of(bytes("hello\n")));
    assertThat(store.find(digest.hash())).contains(digest);
    assertThat(store.read(digest.hash(), 6)).isEqualTo(bytes("hello\n"));
    try (InputStream in = store.open(digest.hash())) {
      assertThat(in).hasBinaryContent(bytes("hello\n"));
    }
  }

  @Test
  void whatWasCommittedIsThereForTheNextToOpenTheStore() throws IOException {
    Digest small = commit(bytes("hello\n"));
    Digest large = commit(random(1, LARGE));

    try (ObjectStore other = reopen()) {
      assertThat(other.read(small.hash(), 6)).isEqualTo(bytes("hello\n"));
      assertThat(other.read(large.hash(), LARGE)).isEqualTo(random(1, LARGE));
    }
  }

  @Test
  void anOpenStoreSeesWhatAnotherCommits() throws IOException {
    try (ObjectStore other = reopen()) {
      assertThat(other.find(Digest.of(bytes("late")).hash())).isEmpty();
      Digest digest = commit(bytes("late"));
      assertThat(other.find(digest.hash())).contains(digest);
      Digest later = commit(bytes("later"));
      assertThat(other.read(later.hash(), 5)).isEqualTo(bytes("later"));
    }
  }

  @Test
  void theEmptyBlobIsABlob() throws IOException {
    Digest digest = commit(new byte[0]);

    assertThat(store.find(digest.hash())).contains(new Digest(digest.hash(), 0));
    assertThat(store.read(digest.hash(), 0)).isEmpty();
  }

  @Test
  void aBlobOfAnySizeComesBackAsItWas() throws IOException {
    List<Integer> sizes =
        List.of(1, 4095, 4096, 65_536, 131_071, 131_072, 131_073, 262_144, LARGE, LARGE + 1);
    List<Digest> digests = new ArrayList<>();
    try (WriteBatch batch = store.begin()) {
      for (int size : sizes) {
        digests.add(batch.put(new ByteArrayInputStream(random(size, size))));
      }
      batch.commit();
    }

    for (Digest digest : digests) {
      int size = (int) digest.size();
      assertThat(store.read(digest.hash(), size)).isEqualTo(random(size, size));
    }
    assertThat(digests).extracting(digest -> (int) digest.size()).isEqualTo(sizes);
  }

  @Test
  void bytesAndStreamsGetTheSameName() throws IOException {
    for (int size : new int[] {0, 10, 200_000}) {
      byte[] bytes = random(7, size);
      try (WriteBatch batch = store.begin()) {
        assertThat(batch.put(new Dribble(bytes))).isEqualTo(batch.put(bytes));
        batch.commit();
      }
      assertThat(store.read(Digest.of(bytes).hash(), size)).isEqualTo(bytes);
    }
  }

  @Test
  void theSameBlobTwiceIsOneBlob() throws IOException {
    for (byte[] bytes : List.of(bytes("twice"), random(2, LARGE))) {
      try (WriteBatch batch = store.begin()) {
        assertThat(batch.put(bytes)).isEqualTo(batch.put(bytes));
        batch.commit();
      }
      commit(bytes);
    }

    assertHolds(store, 2, 5 + LARGE);
  }

  @Test
  void theSameBlobInTwoOpenBatchesIsOneBlob() throws IOException {
    byte[] large = random(3, LARGE);
    try (WriteBatch one = store.begin();
        WriteBatch two = store.begin()) {
      one.put(bytes("both"));
      one.put(large);
      two.put(bytes("both"));
      two.put(large);
      one.commit();
      two.commit();
    }

    assertHolds(store, 2, 4 + LARGE);
    assertThat(store.read(Digest.of(large).hash(), LARGE)).isEqualTo(large);
  }

  @Test
  void beforeTheCommitNothingIsThere() throws IOException {
    byte[] large = random(4, LARGE);
    try (WriteBatch batch = store.begin()) {
      Digest small = batch.put(bytes("not yet"));
      Digest big = batch.put(large);
      assertThat(store.find(small.hash())).isEmpty();
      assertThat(store.find(big.hash())).isEmpty();
      assertThatThrownBy(() -> store.open(small.hash())).isInstanceOf(BlobMissingException.class);
      assertHolds(store, 0, 0);
      batch.commit();
      assertThat(store.find(small.hash())).contains(small);
      assertThat(store.find(big.hash())).contains(big);
    }
  }

  @Test
  void aBatchClosedWithoutACommitLeavesNothing() throws IOException {
    Digest small;
    Digest large;
    try (WriteBatch batch = store.begin()) {
      small = batch.put(bytes("never"));
      large = batch.put(random(5, LARGE));
    }

    assertThat(store.find(small.hash())).isEmpty();
    assertThat(store.find(large.hash())).isEmpty();
    assertHolds(store, 0, 0);
  }

  @Test
  void aBatchIsCommittedOnce() throws IOException {
    try (WriteBatch batch = store.begin()) {
      batch.commit();
      assertThatThrownBy(batch::commit)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("the batch was committed or closed; begin another");
      assertThatThrownBy(() -> batch.put(bytes("late"))).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void aBatchWithNothingInItCanBeCommitted() throws IOException {
    try (WriteBatch batch = store.begin()) {
      batch.commit();
    }
    assertHolds(store, 0, 0);
  }

  @Test
  void aStreamThatFailsLeavesTheRestOfTheBatchAlone() throws IOException {
    try (WriteBatch batch = store.begin()) {
      Digest before = batch.put(bytes("before"));
      assertThatThrownBy(() -> batch.put(new Failing(random(6, LARGE))))
          .isInstanceOf(IOException.class)
          .hasMessage("the reader broke");
      Digest after = batch.put(bytes("after"));
      batch.commit();
      assertThat(store.find(before.hash())).contains(before);
      assertThat(store.find(after.hash())).contains(after);
    }
    assertHolds(store, 2, 11);
  }

  @Test
  void aBlobThatIsNotThereIsNamed() {
    Hash hash = Digest.of(bytes("nowhere")).hash();

    assertThatThrownBy(() -> store.open(hash))
        .isInstanceOfSatisfying(
            BlobMissingException.class, e -> assertThat(e.hash()).isEqualTo(hash))
        .hasMessage("the store has no blob " + hash);
    assertThatThrownBy(() -> store.read(hash, 10)).isInstanceOf(BlobMissingException.class);
  }

  @Test
  void aBlobOverTheLimitIsNotRead() throws IOException {
    Digest digest = commit(bytes("seven b"));

    assertThatThrownBy(() -> store.read(digest.hash(), 6))
        .isInstanceOf(IOException.class)
        .hasMessage("blob " + digest.hash() + " has 7 bytes, more than the limit of 6");
  }

  @Test
  void aBatchThatReliedOnABlobThatWasSetAsideSaysSo() throws IOException {
    byte[] bytes = random(11, 1_000);
    Digest digest = commit(bytes);
    spoil(digest.hash());
    try (WriteBatch batch = store.begin()) {
      batch.put(bytes);
      assertThatThrownBy(() -> store.read(digest.hash(), 1_000))
          .isInstanceOf(BlobCorruptException.class);
      try {
        batch.commit();
      } catch (IOException e) {
        assertThat(e)
            .hasMessageContaining(digest.hash().hex())
            .hasMessageContaining("put the batch again");
        commit(bytes);
      }
    }
    assertThat(store.read(digest.hash(), 1_000)).isEqualTo(bytes);
  }

  @Test
  void batchesOfManyThreadsDoNotDisturbEachOther() throws Exception {
    int threads = 4;
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      List<Future<List<Digest>>> results = new ArrayList<>();
      for (int thread = 0; thread < threads; thread++) {
        int seed = thread;
        results.add(executor.submit(() -> writeBatches(seed)));
      }
      for (Future<List<Digest>> result : results) {
        for (Digest digest : result.get()) {
          byte[] bytes = store.read(digest.hash(), digest.size());
          assertThat(Digest.of(bytes)).isEqualTo(digest);
        }
      }
    } finally {
      executor.shutdownNow();
    }
    // 10 batches of 20 blobs a thread, half of which all threads write.
    assertThat(store.stats().blobs()).isEqualTo(threads * 100 + 100);
  }

  private List<Digest> writeBatches(int thread) throws IOException {
    List<Digest> digests = new ArrayList<>();
    for (int round = 0; round < 10; round++) {
      try (WriteBatch batch = store.begin()) {
        for (int blob = 0; blob < 10; blob++) {
          digests.add(batch.put(bytes("shared " + round + " " + blob)));
          digests.add(batch.put(bytes("of " + thread + " " + round + " " + blob)));
        }
        batch.commit();
      }
      Digest last = digests.get(digests.size() - 1);
      assertThat(store.find(last.hash())).contains(last);
    }
    return digests;
  }

  /** Checks how many blobs a store holds and their bytes, none of them in quarantine. */
  public static void assertHolds(ObjectStore store, long blobs, long bytes) throws IOException {
    assertThat(store.stats())
        .extracting(StoreStats::blobs, StoreStats::bytes, StoreStats::quarantined)
        .containsExactly(blobs, bytes, 0L);
  }

  /** Puts and commits one blob. */
  public final Digest commit(byte[] bytes) throws IOException {
    try (WriteBatch batch = store.begin()) {
      Digest digest = batch.put(bytes);
      batch.commit();
      return digest;
    }
  }

  public static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  public static byte[] random(long seed, int size) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  /** Hands out a few bytes at a time. */
  private static final class Dribble extends ByteArrayInputStream {
    Dribble(byte[] bytes) {
      super(bytes);
    }

    @Override
    public synchronized int read(byte[] into, int offset, int length) {
      return super.read(into, offset, Math.min(length, 7_001));
    }
  }

  /** Fails where it should end. */
  private static final class Failing extends InputStream {
    private final ByteArrayInputStream in;

    Failing(byte[] bytes) {
      in = new ByteArrayInputStream(bytes);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int read = in.read(into, offset, length);
      if (read < 0) {
        throw new IOException("the reader broke");
      }
      return read;
    }
  }
}
