package io.catalytic.store.remote;

import static io.catalytic.store.StoreContract.bytes;
import static io.catalytic.store.StoreContract.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.OAuth2Credentials;
import com.google.common.base.Throwables;
import io.catalytic.digest.Json;
import io.catalytic.store.StoreMissingException;
import io.catalytic.store.Stores;
import io.catalytic.store.pack.ByteSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is special about Google Cloud Storage: parts, generations, tokens, attempts, refusals. */
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

  /** Gives a token, and then always another. */
  private static GoogleCredentials tokens(String first, String then, AtomicInteger given) {
    return new GoogleCredentials() {
      private static final long serialVersionUID = 1;

      @Override
      public AccessToken refreshAccessToken() {
        String token = given.getAndIncrement() == 0 ? first : then;
        return new AccessToken(token, Date.from(Instant.now().plusSeconds(3600)));
      }
    };
  }

  private Remote as(OAuth2Credentials credentials) {
    return new GcsRemote(
        GcsClient.connect(
            place.authority(),
            new GcsRequests(Optional.of(credentials), server.settings(temp), pause -> {})),
        place,
        GcsServer.PART);
  }

  @Test
  void aTokenThatEndedEarlyIsRenewedOnce() throws IOException {
    server.wantToken();
    AtomicInteger given = new AtomicInteger();
    Remote known = as(tokens("ya29.ended", GcsServer.TOKEN, given));
    known.put("packs/a", new Chunk(random(1, LARGE)));
    assertThat(known.size("packs/a")).hasValue(LARGE);
    assertThat(given).hasValue(2);
  }

  @Test
  void aNewTokenThatIsNotTakenEitherIsNotAskedForAgain() {
    server.wantToken();
    AtomicInteger given = new AtomicInteger();
    Remote nobody = as(tokens("ya29.ended", "ya29.wrong", given));
    assertThatThrownBy(() -> nobody.size("packs/a")).hasMessageContaining("401");
    assertThat(given).hasValue(2);
  }

  @Test
  void afterATokenWasRenewedWhatFailsIsStillTriedAgain() throws IOException {
    server.wantToken();
    Remote known = as(tokens("ya29.ended", GcsServer.TOKEN, new AtomicInteger()));
    server.fail(2, 3, GcsServer.Fault.UNAVAILABLE);
    assertThat(known.list("")).isEmpty();
    assertThat(server.requests()).isEqualTo(4);
  }

  @Test
  void aServiceAccountGetsItsTokenFromGoogleAndNobodyLogsIt() throws Exception {
    server.wantToken();
    List<String> log = new CopyOnWriteArrayList<>();
    Logger root = Logger.getLogger("");
    Level usual = root.getLevel();
    Handler keeper = keeper(log);
    root.addHandler(keeper);
    root.setLevel(Level.ALL);
    try {
      Remote account = as(serviceAccount());
      account.put("packs/a", new Chunk(random(1, LARGE)));
      assertThat(account.size("packs/a")).hasValue(LARGE);
    } finally {
      root.removeHandler(keeper);
      root.setLevel(usual);
    }
    assertThat(log).isNotEmpty().noneMatch(line -> line.contains(GcsServer.TOKEN));
  }

  private GoogleCredentials serviceAccount() throws Exception {
    byte[] key = KeyPairGenerator.getInstance("RSA").generateKeyPair().getPrivate().getEncoded();
    String pem =
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(key)
            + "\n-----END PRIVATE KEY-----\n";
    String file =
        Json.write(
            Json.object()
                .put("type", "service_account")
                .put("client_id", "1")
                .put("client_email", "tests@example.iam.gserviceaccount.com")
                .put("private_key_id", "1")
                .put("private_key", pem)
                .put("token_uri", server.endpoint() + "/token"));
    return GoogleCredentials.fromStream(new ByteArrayInputStream(bytes(file)))
        .createScoped("https://www.googleapis.com/auth/devstorage.read_write");
  }

  private static Handler keeper(List<String> log) {
    Handler keeper =
        new Handler() {
          @Override
          public void publish(LogRecord entry) {
            log.add(new SimpleFormatter().format(entry));
          }

          @Override
          public void flush() {
            // Kept already.
          }

          @Override
          public void close() {
            // Nothing is open.
          }
        };
    keeper.setLevel(Level.ALL);
    return keeper;
  }

  @Test
  void anAccountThatGetsNoTokenIsTold() throws Exception {
    server.wantToken();
    GoogleCredentials nobody =
        new GoogleCredentials() {
          private static final long serialVersionUID = 1;

          @Override
          public AccessToken refreshAccessToken() throws IOException {
            throw new IOException("invalid_grant");
          }
        };
    RemoteSettings settings = server.settings(temp);
    Remote known = new ExplainedRemote(as(nobody), place, new GcsTrouble(place, settings));
    assertThatThrownBy(() -> known.size("packs/a"))
        .hasMessage(
            place
                + "/packs/a: cannot look at: the credentials that were found get no token"
                + " (invalid_grant); check the network, or renew them");
  }

  private void assertRefused(RemoteLocation where, RemoteSettings settings, String message) {
    assertThatThrownBy(() -> RemoteStores.open(where, settings, BatchLimits.DEFAULT, true))
        .isInstanceOf(IOException.class)
        .hasMessage(message)
        .satisfies(
            e -> assertThat(Throwables.getStackTraceAsString(e)).doesNotContain(GcsServer.TOKEN));
  }

  @Test
  void aBucketThatIsNotThereIsNamed() {
    assertRefused(
        RemoteLocation.parse("gs://nowhere/store"),
        server.settings(temp),
        "gs://nowhere/store/: cannot list: there is no such bucket; make nowhere first, or name"
            + " another with --store");
  }

  @Test
  void whoIsNobodyIsTold() {
    server.wantToken();
    assertRefused(
        place,
        server.settings(temp),
        place
            + "/format.json: cannot look at: the credentials that were found are not valid here"
            + " (Invalid Credentials); renew them");
  }

  @Test
  void aStoreThatIsOnlyReadIsNeverMade() throws IOException {
    assertThatThrownBy(
            () -> RemoteStores.open(place, server.settings(temp), BatchLimits.DEFAULT, false))
        .isInstanceOf(StoreMissingException.class);
    assertThat(remote.list("")).isEmpty();
  }

  private RemoteSettings elsewhere(int port, Duration timeout) {
    return new RemoteSettings(
        Optional.empty(),
        2,
        timeout,
        temp,
        0,
        Optional.empty(),
        Optional.of(URI.create("http://127.0.0.1:" + port)));
  }

  @Test
  void aServerThatIsNotThereIsNamed() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    assertRefused(
        place,
        elsewhere(port, Duration.ofSeconds(60)),
        place
            + "/format.json: cannot look at: http://127.0.0.1:"
            + port
            + " can't be reached (Connection refused); check the network and"
            + " STORAGE_EMULATOR_HOST");
  }

  @Test
  void aServerThatDoesNotAnswerIsGivenUp() throws IOException {
    // It takes connections, as far as the backlog goes, and never says a word.
    try (ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      assertRefused(
          place,
          elsewhere(socket.getLocalPort(), Duration.ofSeconds(1)),
          place
              + "/format.json: cannot look at: no answer within 1 s; try again later, or allow"
              + " more with CATALYTIC_REMOTE_TIMEOUT");
    }
  }

  @Test
  void credentialsInALocationAreRefusedAndNotRepeated() {
    assertThatThrownBy(() -> Stores.open("gs://ya29.token@bucket/x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must hold no credentials")
        .hasMessageContaining("GOOGLE_APPLICATION_CREDENTIALS")
        .message()
        .doesNotContain("ya29");
  }
}
