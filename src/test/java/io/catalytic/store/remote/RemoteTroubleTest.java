package io.catalytic.store.remote;

import static io.catalytic.store.StoreContract.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.base.Throwables;
import io.catalytic.digest.Hash;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.StoreMissingException;
import io.catalytic.store.Stores;
import io.catalytic.store.WriteBatch;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said when a remote can't be used: what, where, what to do, and never a secret. */
final class RemoteTroubleTest {
  private static final Logger ROOT = Logger.getLogger("");

  @TempDir private Path temp;
  private S3Server server = S3Server.use();
  private final RemoteLocation place = S3Server.newPlace();
  private final Queue<String> log = new ConcurrentLinkedQueue<>();
  private final Level usual = ROOT.getLevel();
  private final Handler keeper =
      new Handler() {
        @Override
        public void publish(LogRecord entry) {
          log.add(entry.getMessage());
          if (entry.getThrown() != null) {
            log.add(Throwables.getStackTraceAsString(entry.getThrown()));
          }
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

  @BeforeEach
  void keepLog() {
    keeper.setLevel(Level.ALL);
    ROOT.addHandler(keeper);
  }

  @AfterEach
  void noSecretWasLogged() {
    ROOT.removeHandler(keeper);
    ROOT.setLevel(usual);
    System.clearProperty("aws.disableEc2Metadata");
    server = S3Server.use();
    assertThat(log).noneMatch(line -> line.contains(S3Server.SECRET));
  }

  private void assertRefused(RemoteLocation where, RemoteSettings settings, String message) {
    assertThatThrownBy(() -> RemoteStores.open(where, settings, BatchLimits.DEFAULT, true))
        .isInstanceOf(IOException.class)
        .hasMessage(message)
        .satisfies(
            e -> assertThat(Throwables.getStackTraceAsString(e)).doesNotContain(S3Server.SECRET));
  }

  @Test
  void aBucketThatIsNotThereIsNamed() {
    assertRefused(
        RemoteLocation.parse("s3://nowhere/store"),
        server.settings(temp),
        "s3://nowhere/store/: cannot list: there is no such bucket; make nowhere first, or name"
            + " another with --store");
  }

  @Test
  void aStoreThatIsOnlyReadIsNeverMade() {
    assertThatThrownBy(
            () -> RemoteStores.open(place, server.settings(temp), BatchLimits.DEFAULT, false))
        .isInstanceOf(StoreMissingException.class)
        .hasMessageStartingWith(place + ": there is no store; ");
  }

  @Test
  void aStrangersFolderIsNeverAdopted() throws IOException {
    new BeamRemote(place.root()).put("thesis.txt", new Chunk(bytes("mine")));
    assertRefused(
        place,
        server.settings(temp),
        place
            + ": not a store, and not empty (it holds thesis.txt); name an empty or a new folder");
  }

  @Test
  void aNewerVersionIsRefusedByName() throws IOException {
    String newer = "{\"format\":\"catalytic-remote-store\",\"version\":2}";
    new BeamRemote(place.root()).put("format.json", new Chunk(bytes(newer)));
    assertRefused(
        place,
        server.settings(temp),
        place
            + "/format.json: /version: this store is of version 2, and this program knows only 1;"
            + " use a newer program");
  }

  @Test
  void credentialsThatAreWrongAreNotRepeated() {
    System.setProperty("aws.secretAccessKey", S3Server.SECRET + "-not");
    assertRefused(
        place,
        server.settings(temp),
        place
            + "/format.json: cannot look at: access denied; allow the credentials that the SDK"
            + " found to list, read, write and delete in this bucket, or use others");
  }

  @Test
  void credentialsThatAreMissingAreAskedFor() {
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
    System.setProperty("aws.disableEc2Metadata", "true");
    assertRefused(
        place,
        server.settings(temp),
        place
            + "/format.json: cannot look at: no credentials were found; set AWS_ACCESS_KEY_ID and"
            + " AWS_SECRET_ACCESS_KEY, or AWS_PROFILE, or run where there is a role");
  }

  @Test
  void aServerThatIsNotThereIsNamed() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    RemoteSettings settings = elsewhere("http://127.0.0.1:" + port, Duration.ofSeconds(60));
    assertThatThrownBy(() -> RemoteStores.open(place, settings, BatchLimits.DEFAULT, true))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(
            place + "/format.json: cannot look at: " + settings.endpoint().orElseThrow())
        .hasMessageContaining("can't be reached")
        .hasMessageEndingWith("check the network and AWS_ENDPOINT_URL_S3");
  }

  @Test
  void aServerThatDoesNotAnswerIsGivenUp() throws IOException {
    // It takes connections, as far as the backlog goes, and never says a word.
    try (ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      RemoteSettings settings =
          elsewhere("http://127.0.0.1:" + socket.getLocalPort(), Duration.ofSeconds(1));
      assertRefused(
          place,
          settings,
          place
              + "/format.json: cannot look at: no answer within 1 s; try again later, or allow"
              + " more with CATALYTIC_REMOTE_TIMEOUT");
    }
  }

  private RemoteSettings elsewhere(String endpoint, Duration timeout) {
    RemoteSettings settings =
        new RemoteSettings(
            Optional.of(URI.create(endpoint)),
            2,
            timeout,
            temp,
            0,
            Optional.empty(),
            Optional.empty());
    RemoteFileSystems.use(settings);
    return settings;
  }

  @Test
  void aStoreThatWasDeletedMeanwhileIsNotTakenForAnEmptyOne() throws IOException {
    try (ObjectStore store = server.open(place, temp, BatchLimits.DEFAULT)) {
      new BeamRemote(place.root()).delete("format.json");
      assertThatThrownBy(() -> store.find(Hash.ZERO))
          .isInstanceOf(IOException.class)
          .hasMessage(
              place
                  + ": the store that was opened here is gone; see who deleted it, or name"
                  + " another");
      assertThatThrownBy(() -> store.refs().read("a")).hasMessageContaining("is gone");
    }
  }

  @Test
  void nothingSecretIsLoggedEvenIfEverythingIs() throws IOException {
    ROOT.setLevel(Level.ALL);
    try (ObjectStore store = server.open(place, temp, BatchLimits.DEFAULT);
        WriteBatch batch = store.begin()) {
      batch.put(bytes("x"));
      batch.commit();
    }
    assertThat(log).isNotEmpty(); // what was logged is looked through after every test
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3://AKID:wJalr@bucket/x", "s3://wJalr@bucket"})
  void credentialsInALocationAreRefusedAndNotRepeated(String location) {
    assertThatThrownBy(() -> Stores.open(location))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must hold no credentials")
        .message()
        .doesNotContain("wJalr");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"s3://", "s3:///x", "s3://b/x//y", "s3://b/../x", "s3://b/x*", "s3://b/x?y=z"})
  void aLocationThatIsNoneIsRefused(String location) {
    assertThatThrownBy(() -> Stores.open(location))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(location);
  }
}
