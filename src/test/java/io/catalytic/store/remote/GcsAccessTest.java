package io.catalytic.store.remote;

import static io.catalytic.store.StoreContract.bytes;
import static io.catalytic.store.StoreContract.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.OAuth2Credentials;
import com.google.common.base.Throwables;
import io.catalytic.digest.Json;
import io.catalytic.store.StoreMissingException;
import io.catalytic.store.Stores;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
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

/** Who may use Google Cloud Storage: tokens, and what is said to those who are refused. */
final class GcsAccessTest {
  private static final int LARGE = 2 * GcsServer.PART + 5;

  private final GcsServer server = GcsServer.use();
  private final RemoteLocation place = GcsServer.newPlace();
  @TempDir private Path temp;

  @AfterEach
  void leaveItAsItWas() {
    GcsServer.use();
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
    assertThat(server.remote(place).list("")).isEmpty();
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
