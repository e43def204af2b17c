package io.catalytic.store.remote;

import static io.catalytic.store.StoreContract.random;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SegmentCacheTest {
  private static final int PIECE = 1_000;
  private static final int FILE = PIECE + 4;

  @TempDir private Path temp;
  private Instant now = Instant.parse("2026-11-22T12:00:00Z");

  private SegmentCache cache(long limit) {
    return new SegmentCache(temp.resolve("cache"), limit, () -> now);
  }

  @Test
  void whatWasKeptComesBackAlsoForAnotherProcess() {
    cache(1 << 20).put("a", random(1, PIECE));
    assertThat(cache(1 << 20).get("a")).contains(random(1, PIECE));
    assertThat(cache(1 << 20).get("b")).isEmpty();
  }

  @Test
  void whatWasReadIsItsReadersOwn() throws IOException {
    cache(1 << 20).put("a", random(1, PIECE));
    assertThat(Files.getPosixFilePermissions(temp.resolve("cache")))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void aSpoiledFileCountsAsAbsentAndIsKeptAnew() throws IOException {
    SegmentCache cache = cache(1 << 20);
    for (long offset : new long[] {0, PIECE - 1, PIECE, FILE - 1}) {
      cache.put("a", random(1, PIECE));
      RemoteSpoiler.flipBit(temp.resolve("cache/a"), offset);
      assertThat(cache.get("a")).as("bit at %d", offset).isEmpty();
      assertThat(temp.resolve("cache/a")).doesNotExist();
    }
    for (int length : new int[] {0, 3, FILE - 1}) {
      Files.write(temp.resolve("cache/a"), new byte[length]);
      assertThat(cache.get("a")).as("%d bytes", length).isEmpty();
    }
    cache.put("a", random(1, PIECE));
    assertThat(cache.get("a")).contains(random(1, PIECE));
  }

  @Test
  void whatWasNotUsedForLongestGoesFirst() {
    SegmentCache cache = cache(10L * FILE);
    for (int i = 0; i < 10; i++) {
      now = now.plus(Duration.ofMinutes(1));
      cache.put("piece-" + i, random(i, PIECE));
    }
    now = now.plus(Duration.ofMinutes(1));
    assertThat(cache.get("piece-0")).isPresent();
    now = now.plus(Duration.ofMinutes(1));
    cache.put("new", random(99, PIECE));

    assertThat(cache.get("piece-0")).isPresent();
    assertThat(cache.get("new")).isPresent();
    assertThat(cache.get("piece-1")).isEmpty();
    assertThat(cache.get("piece-9")).isPresent();
  }

  @Test
  void theLimitHoldsWhateverManyWritersDo() throws Exception {
    long limit = 20L * FILE;
    ExecutorService executor = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> writers = new ArrayList<>();
      for (int writer = 0; writer < 4; writer++) {
        int seed = writer;
        writers.add(
            executor.submit(
                () -> {
                  SegmentCache cache = cache(limit); // as in another process
                  for (int i = 0; i < 100; i++) {
                    cache.put(seed + "." + i, random(i, PIECE));
                    assertThat(bytesHeld()).isLessThanOrEqualTo(limit + 8);
                  }
                }));
      }
      for (Future<?> writer : writers) {
        writer.get();
      }
    } finally {
      executor.shutdownNow();
    }
    assertThat(bytesHeld()).isGreaterThan(limit / 2);
  }

  private long bytesHeld() {
    long bytes = 0;
    try (Stream<Path> files = Files.list(temp.resolve("cache"))) {
      for (Path file : files.toList()) {
        bytes += file.toFile().length(); // 0 if it is gone meanwhile
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes;
  }

  @Test
  void whatIsLargerThanTheLimitIsNotKept() {
    SegmentCache cache = cache(FILE - 1);
    cache.put("a", random(1, PIECE));
    assertThat(cache.get("a")).isEmpty();
  }

  @Test
  void aCacheThatWasEmptiedByHandOrLeftHalfWrittenGoesOn() throws IOException {
    SegmentCache cache = cache(3L * FILE);
    cache.put("a", random(1, PIECE));
    Files.delete(temp.resolve("cache/a"));
    Files.write(temp.resolve("cache/b.tmp"), new byte[PIECE]);
    for (int i = 0; i < 9; i++) {
      now = now.plus(Duration.ofMinutes(1));
      cache.put("piece-" + i, random(i, PIECE));
      assertThat(cache.get("piece-" + i)).contains(random(i, PIECE));
      assertThat(bytesHeld()).isLessThanOrEqualTo(3L * FILE + 8 + PIECE);
    }
    assertThat(temp.resolve("cache/b.tmp")).doesNotExist();
  }

  @Test
  void aDirectoryThatCannotBeWrittenCostsNothingButTime() throws IOException {
    Path file = Files.writeString(temp.resolve("cache"), "a file");
    SegmentCache cache = cache(1 << 20);
    cache.put("a", random(1, PIECE));
    assertThat(cache.get("a")).isEmpty();
    assertThat(file).hasContent("a file");
  }
}
