package io.catalytic.store.remote;

import static io.catalytic.store.StoreContract.bytes;
import static io.catalytic.store.StoreContract.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.catalytic.store.pack.ByteSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is special about Google Cloud Storage: parts, pages, generations, attempts. */
final class GcsRemoteTest {
  private static final int LARGE = 2 * GcsServer.PART + 5;

  private final GcsServer server = GcsServer.use();
  private final RemoteLocation place = GcsServer.newPlace();
  private final Remote remote = server.remote(place);
  @TempDir private Path temp;

  @AfterEach
  void leaveItAsItWas() {
    GcsServer.use();
  }

  private static byte[] read(Remote from, String name) throws IOException {
    try (ByteSource source = from.open(name)) {
      return Chunk.read(source, 0, (int) source.size());
    }
  }

  @Test
  void objectsOfAllSizesComeBackAsTheyWere() throws IOException {
    for (int size : new int[] {0, 1, 65_535, 65_536, 65_537, GcsServer.PART, LARGE}) {
      byte[] content = random(size, size);
      remote.put("packs/a", new Chunk(content));
      assertThat(remote.size("packs/a")).hasValue(size);
      assertThat(read(remote, "packs/a")).isEqualTo(content);
    }
  }

  @Test
  void partsThatAreSentAreAsLargeAsTheyAreSaidToBe() throws IOException {
    byte[] content = random(1, 2 * GcsRemote.PART + 5);
    GcsRemote usual = GcsRemote.connect(place, server.settings(temp));
    server.fail(Long.MAX_VALUE, Long.MAX_VALUE, GcsServer.Fault.RESET); // to count
    usual.put("packs/a", new Chunk(content));
    assertThat(server.requests()).as("the upload's begin, and three parts").isEqualTo(4);
    assertThat(read(usual, "packs/a")).isEqualTo(content);
    usual.delete("packs/a");
  }

  @Test
  void aPartIsReadWhereverItIs() throws IOException {
    byte[] content = random(1, 10_000_000);
    remote.put("packs/a", new Chunk(content));
    try (ByteSource source = remote.open("packs/a")) {
      assertThat(source.size()).isEqualTo(content.length);
      for (int position : new int[] {9_999_999, 0, 5_000_000, 70_000, 65_535, 9_900_000}) {
        int length = Math.min(100_000, content.length - position);
        assertThat(Chunk.read(source, position, length))
            .isEqualTo(Arrays.copyOfRange(content, position, position + length));
      }
      assertThat(source.read(content.length, new byte[1], 0, 1)).isEqualTo(-1);
    }
  }

  @Test
  void aListingOfManyPagesIsWholeAndInOrder() throws IOException {
    List<String> names = new ArrayList<>();
    for (int n = 10; n < 30; n++) {
      names.add("packs/" + n);
      remote.put("packs/" + n, new Chunk(bytes("abc")));
    }
    remote.put("pack", new Chunk(bytes("abc")));
    assertThat(remote.list("packs/")).extracting(Remote.Listed::name).isEqualTo(names);
    assertThat(remote.list("packs/")).allMatch(each -> each.size() == 3);
    long created = server.objects().get(place.folder() + "/pack").created().toEpochMilli();
    assertThat(remote.list("pack").get(0)).isEqualTo(new Remote.Listed("pack", 3, created));
    assertThat(remote.list("nothing/")).isEmpty();
    assertThat(remote.some()).containsExactly("pack", "packs/10", "packs/11");
  }

  @Test
  void namesOfRefsGetThereAsTheyAre() throws IOException {
    for (String name : List.of("refs/a,b,c=d", "refs/x@y+z", "refs/..a", "refs/a%2Fb")) {
      remote.put(name, new Chunk(bytes(name)));
      assertThat(read(remote, name)).isEqualTo(bytes(name));
      assertThat(remote.list(name)).extracting(Remote.Listed::name).containsExactly(name);
      assertThat(remote.delete(name)).isTrue();
      assertThat(remote.delete(name)).isFalse();
    }
  }

  @Test
  void whatIsReplacedWhileItIsReadIsGoneAndNeverMixedUp() throws IOException {
    remote.put("packs/a", new Chunk(random(1, 100_000)));
    try (ByteSource source = remote.open("packs/a")) {
      remote.put("packs/a", new Chunk(random(2, 100_000)));
      assertThatThrownBy(() -> source.read(90_000, new byte[10], 0, 10))
          .isInstanceOf(NoSuchFileException.class);
    }
    assertThat(remote.delete("packs/a")).isTrue();
    assertThatThrownBy(() -> remote.open("packs/a"))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(place + "/packs/a");
  }

  @Test
  void whatIsSmallIsReadInOneRequest() throws IOException {
    remote.put("refs/a", new Chunk(random(1, 60_000)));
    server.fail(Long.MAX_VALUE, Long.MAX_VALUE, GcsServer.Fault.RESET); // to count
    read(remote, "refs/a");
    assertThat(server.requests()).isEqualTo(1);
  }

  /** Whichever request fails, and however, all is as if none had. */
  @ParameterizedTest
  @EnumSource
  void aFaultOfTheServersIsOverWithTheNextAttempt(GcsServer.Fault fault) throws IOException {
    byte[] small = random(1, 100_000);
    byte[] large = random(2, LARGE);
    for (long n = 1; ; n++) {
      server.fail(n, n, fault);
      remote.put("packs/small", new Chunk(small));
      remote.put("packs/large", new Chunk(large));
      assertThat(read(remote, "packs/small")).isEqualTo(small);
      assertThat(remote.list("packs/")).hasSize(2);
      assertThat(remote.size("packs/large")).hasValue(LARGE);
      assertThat(remote.delete("packs/small")).isTrue();
      boolean failed = server.heal();
      assertThat(remote.size("packs/small")).isEmpty();
      assertThat(read(remote, "packs/large")).isEqualTo(large);
      if (!failed) {
        assertThat(n).as("requests that were failed").isGreaterThan(10);
        return;
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aServerThatStaysIllIsGivenUpAfterSoManyAttempts(GcsServer.Fault fault) throws IOException {
    remote.put("packs/a", new Chunk(bytes("abc")));
    boolean endsUnheard = fault == GcsServer.Fault.RESET || fault == GcsServer.Fault.LOST;
    long made = endsUnheard ? 8 : 4; // the JDK makes each of these once more
    server.fail(1, Long.MAX_VALUE, fault);
    assertThatThrownBy(() -> remote.list("packs/")).isInstanceOf(IOException.class);
    assertThat(server.requests()).isEqualTo(made);
    server.fail(1, Long.MAX_VALUE, fault);
    assertThatThrownBy(() -> read(remote, "packs/a")).isInstanceOf(IOException.class);
    assertThat(server.requests()).isEqualTo(made);
    server.fail(1, Long.MAX_VALUE, fault);
    if (fault == GcsServer.Fault.CUT) {
      remote.put("packs/b", new Chunk(random(1, LARGE))); // that it is stored stands before the cut
    } else {
      assertThatThrownBy(() -> remote.put("packs/b", new Chunk(random(1, LARGE))))
          .isInstanceOf(IOException.class);
    }
    server.heal();
    assertThat(read(remote, "packs/a")).isEqualTo(bytes("abc"));
  }

  @Test
  void aDeletionThatIsTriedAgainDoesNotHitWhatWasPutMeanwhile() throws IOException {
    remote.put("refs/a", new Chunk(bytes("old")));
    Remote slow =
        new GcsRemote(
            GcsClient.connect(
                place.authority(),
                new GcsRequests(
                    Optional.empty(),
                    server.settings(temp),
                    pause -> putQuietly("refs/a", bytes("new")))),
            place,
            GcsServer.PART);
    server.fail(2, 2, GcsServer.Fault.LOST); // the deletion itself
    assertThat(slow.delete("refs/a")).isTrue();
    assertThat(read(remote, "refs/a")).isEqualTo(bytes("new"));
  }

  private void putQuietly(String name, byte[] content) {
    try {
      remote.put(name, new Chunk(content));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void whatIsCutBeforeItIsSentIsNeverSeen() throws IOException {
    FaultyRemote faulty = new FaultyRemote(remote);
    for (int size : new int[] {1_000, LARGE}) {
      faulty.failAt(1, FaultyRemote.Mode.CUT);
      try {
        faulty.put("packs/cut", new Chunk(random(5, size)));
        fail("it was not cut");
      } catch (IOException e) {
        assertThat(e).hasStackTraceContaining("injected fault");
        assertThat(remote.list("")).isEmpty();
      }
    }
  }
}
