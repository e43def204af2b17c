package io.catalytic.store.remote;

import static io.catalytic.store.StoreContract.bytes;
import static io.catalytic.store.StoreContract.random;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.catalytic.digest.Digest;
import io.catalytic.store.GcOptions;
import io.catalytic.store.HashListTracer;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.StoreMissingException;
import io.catalytic.store.WriteBatch;
import io.catalytic.store.pack.ByteSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.PrivilegedExceptionAction;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.SafeModeAction;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.hdfs.DFSTestUtil;
import org.apache.hadoop.hdfs.protocol.ExtendedBlock;
import org.apache.hadoop.security.AccessControlException;
import org.apache.hadoop.security.UserGroupInformation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is special about HDFS: drafts, renames, directories, and what its servers refuse. */
final class HdfsRemoteTest {
  private final HdfsServer server = HdfsServer.use();
  private final RemoteLocation place = server.newPlace();
  @TempDir private Path temp;

  private Remote remote() throws IOException {
    return HdfsServer.remote(place);
  }

  private FileSystem files() throws IOException {
    return server.cluster().getFileSystem();
  }

  private org.apache.hadoop.fs.Path path(String name) {
    return new org.apache.hadoop.fs.Path("/" + place.folder() + "/" + name);
  }

  @Test
  void whatIsReplacedIsThereAtEveryMoment() throws Exception {
    Remote remote = remote();
    remote.put("refs/a", new Chunk(bytes("0")));
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      Future<?> writer =
          thread.submit(
              () -> {
                for (int n = 1; n <= 200; n++) {
                  remote.put("refs/a", new Chunk(bytes(Integer.toString(n))));
                }
                return null;
              });
      int last = 0;
      while (!writer.isDone()) {
        int read = Integer.parseInt(new String(HdfsServer.read(remote, "refs/a"), UTF_8));
        assertThat(read).isBetween(last, 200);
        last = read;
      }
      writer.get();
    } finally {
      thread.shutdownNow();
    }
    assertThat(HdfsServer.read(remote, "refs/a")).isEqualTo(bytes("200"));
    assertThat(remote.list(RemoteLayout.DRAFTS)).isEmpty();
  }

  @Test
  void whatWasPutIsForcedToTheDatanodesDisk() throws Exception {
    long before = HdfsServer.forced();
    remote().put("packs/a", new Chunk(random(1, 100_000)));
    assertThat(HdfsServer.forced()).isGreaterThan(before);
  }

  @Test
  void whatIsCutLeavesNothing() throws IOException {
    Remote remote = remote();
    FaultyRemote faulty = new FaultyRemote(remote);
    faulty.failAt(1, FaultyRemote.Mode.CUT);
    try {
      faulty.put("packs/cut", new Chunk(random(5, 3_000_000)));
      fail("it was not cut");
    } catch (FaultyRemote.InjectedFault e) {
      assertThat(remote.size("packs/cut")).isEmpty();
      assertThat(remote.list("")).isEmpty();
    }
  }

  @Test
  void whatAKilledWriterWasWritingIsNoBlobAndGoesADayLater() throws IOException {
    try (ObjectStore store = HdfsServer.open(place, temp, BatchLimits.DEFAULT)) {
      String draft = RemoteLayout.draft();
      files().create(path(draft)).close(); // never renamed
      assertThat(store.stats().blobs()).isZero();
      store.gc(cleanAfter(Duration.ofHours(23)));
      assertThat(remote().size(draft)).isPresent();
      store.gc(cleanAfter(Duration.ofHours(25)));
      assertThat(remote().size(draft)).isEmpty();
    }
  }

  private static GcOptions cleanAfter(Duration later) {
    return new GcOptions(Duration.ZERO, 0, false, Clock.offset(Clock.systemUTC(), later));
  }

  @Test
  void aCleaningBesideAnOpenWriterLosesNothing() throws IOException {
    byte[] kept = random(7, 10_000);
    try (ObjectStore store = HdfsServer.open(place, temp, BatchLimits.DEFAULT);
        WriteBatch batch = store.begin()) {
      batch.put(kept);
      batch.commit();
      try (ObjectStore other = HdfsServer.open(place, temp, BatchLimits.DEFAULT)) {
        assertThat(other.gc(cleanAfter(Duration.ofMinutes(1))).waitingFor()).isNotEmpty();
      }
      HashListTracer.keep(store, "1", List.of(Digest.of(kept)));
    }
    try (ObjectStore store = HdfsServer.open(place, temp, BatchLimits.DEFAULT)) {
      store.gc(cleanAfter(Duration.ofHours(2)));
      assertThat(store.read(Digest.of(kept).hash(), kept.length)).isEqualTo(kept);
    }
  }

  @Test
  void anUnfinishedFoundingIsNoStrangersFolder() throws IOException {
    files().create(path(RemoteLayout.draft())).close();
    HdfsServer.open(place, temp, BatchLimits.DEFAULT).close();
  }

  @Test
  void aFolderThatHoldsOnlyDirectoriesIsNotAdopted() throws IOException {
    files().mkdirs(path("thesis/chapter1"));
    assertRefused(
        place,
        place + ": not a store, and not empty (it holds thesis/); name an empty or a new folder");
  }

  @Test
  void aFolderOfTheNameOfDraftsThatHoldsOthersIsNotAdopted() throws IOException {
    files().create(path("tmp/mine.txt")).close();
    assertRefused(
        place,
        place + ": not a store, and not empty (it holds tmp/); name an empty or a new folder");
  }

  @Test
  void listingsSayWhenAFileWasWritten() throws IOException {
    remote().put("packs/a", new Chunk(bytes("abc")));
    long written = files().getFileStatus(path("packs/a")).getModificationTime();
    assertThat(remote().list("packs/")).containsExactly(new Remote.Listed("packs/a", 3, written));
    assertThat(remote().list("packs/b")).isEmpty();
    assertThat(remote().list("nothing/")).isEmpty();
  }

  @Test
  void aFileThatIsDeletedWhileItIsReadIsMissingAndNoFault() throws Exception {
    Remote remote = remote();
    remote.put("packs/a", new Chunk(random(3, 100_000)));
    ExtendedBlock block = DFSTestUtil.getFirstBlock(files(), path("packs/a"));
    try (ByteSource source = remote.open("packs/a")) {
      assertThat(remote.delete("packs/a")).isTrue();
      server.cluster().corruptBlockOnDataNodesByDeletingBlockFile(block); // some seconds early
      assertThatThrownBy(() -> source.read(0, new byte[10], 0, 10))
          .isInstanceOf(NoSuchFileException.class);
    }
    assertThat(remote.delete("packs/a")).isFalse();
    assertThatThrownBy(() -> remote.open("packs/a")).isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void aStoreThatIsOnlyReadIsNeverMade() throws IOException {
    assertThatThrownBy(
            () -> RemoteStores.open(place, HdfsServer.settings(temp), BatchLimits.DEFAULT, false))
        .isInstanceOf(StoreMissingException.class);
    assertThat(files().exists(path(""))).isFalse();
  }

  private void assertRefused(RemoteLocation where, String message) {
    assertRefused(where, HdfsServer.settings(temp), message);
  }

  private static void assertRefused(RemoteLocation where, RemoteSettings settings, String message) {
    assertThatThrownBy(() -> RemoteStores.open(where, settings, BatchLimits.DEFAULT, true))
        .isInstanceOf(IOException.class)
        .hasMessage(message);
  }

  @Test
  void aNamenodeInSafeModeTakesNothing() throws IOException {
    server.cluster().getFileSystem().setSafeMode(SafeModeAction.ENTER);
    try {
      assertRefused(
          place,
          place
              + "/format.json: cannot write: the namenode is in safe mode; try again when it has"
              + " left it (hdfs dfsadmin -safemode get)");
    } finally {
      server.cluster().getFileSystem().setSafeMode(SafeModeAction.LEAVE);
    }
  }

  @Test
  void whatMayNotBeLookedAtIsNotTakenForMissing() throws Exception {
    HdfsServer.open(place, temp, BatchLimits.DEFAULT).close();
    files().setPermission(path(""), new FsPermission("700"));
    UserGroupInformation stranger = UserGroupInformation.createRemoteUser("stranger");
    stranger.doAs(
        (PrivilegedExceptionAction<Void>)
            () -> {
              assertThatThrownBy(() -> remote().size("format.json"))
                  .isInstanceOf(AccessControlException.class);
              assertThatThrownBy(() -> HdfsServer.open(place, temp, BatchLimits.DEFAULT))
                  .hasMessageStartingWith(
                      place + "/format.json: cannot look at: access denied (Permission denied: ")
                  .hasMessageEndingWith(
                      "); allow this user to read, write and delete there, or be another"
                          + " (HADOOP_USER_NAME, or kinit)");
              return null;
            });
  }

  @Test
  void aServerThatIsNotThereIsNamed() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    RemoteLocation nowhere = RemoteLocation.parse("hdfs://127.0.0.1:" + port + "/x");
    assertRefused(
        nowhere,
        impatient(Duration.ofSeconds(60)),
        nowhere
            + "/format.json: cannot look at: 127.0.0.1:"
            + port
            + " can't be reached, or is no namenode (Connection refused); check the network, and"
            + " that host and port are those of fs.defaultFS");
  }

  @Test
  void aServerThatDoesNotAnswerIsGivenUp() throws IOException {
    // It takes connections, as far as the backlog goes, and never says a word.
    try (ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      RemoteLocation silent =
          RemoteLocation.parse("hdfs://127.0.0.1:" + socket.getLocalPort() + "/x");
      assertRefused(
          silent,
          impatient(Duration.ofSeconds(1)),
          silent
              + "/format.json: cannot look at: no answer within 1 s; try again later, or allow"
              + " more with CATALYTIC_REMOTE_TIMEOUT");
    }
  }

  private RemoteSettings impatient(Duration timeout) {
    return new RemoteSettings(
        Optional.empty(), 1, timeout, temp, 0, Optional.empty(), Optional.empty());
  }

  @Test
  void theSiteFilesOfAClusterAreRead() throws IOException {
    // A nameservice is known to nobody but them.
    Files.writeString(
        temp.resolve("hdfs-site.xml"),
        """
        <configuration>
          <property><name>dfs.nameservices</name><value>mine</value></property>
          <property><name>dfs.ha.namenodes.mine</name><value>one,two</value></property>
          <property><name>dfs.namenode.rpc-address.mine.one</name><value>127.0.0.1:1</value></property>
          <property><name>dfs.namenode.rpc-address.mine.two</name><value>%s</value></property>
          <property><name>dfs.client.failover.proxy.provider.mine</name>
            <value>org.apache.hadoop.hdfs.server.namenode.ha.ConfiguredFailoverProxyProvider</value>
          </property>
        </configuration>
        """
            .formatted(place.authority()));
    RemoteLocation mine = RemoteLocation.parse("hdfs://mine/" + place.folder());
    RemoteSettings settings =
        new RemoteSettings(
            Optional.empty(),
            1,
            Duration.ofSeconds(60),
            temp,
            0,
            Optional.of(temp),
            Optional.empty());
    RemoteStores.open(mine, settings, BatchLimits.DEFAULT, true).close();
    assertThat(remote().size("format.json")).isPresent();
  }

  @Test
  void aNameserviceWithoutSiteFilesIsNamed() {
    RemoteLocation mine = RemoteLocation.parse("hdfs://no.such.nameservice.invalid/x");
    assertRefused(
        mine,
        impatient(Duration.ofSeconds(60)),
        mine
            + ": cannot connect: there is no host no.such.nameservice.invalid; if it is"
            + " a nameservice, set HADOOP_CONF_DIR to the cluster's site files");
  }

  @Test
  void aDirectoryOfSiteFilesThatIsNotThereIsNamed() {
    Path nowhere = temp.resolve("conf");
    assertRefused(
        place,
        new RemoteSettings(
            Optional.empty(),
            1,
            Duration.ofSeconds(60),
            temp,
            0,
            Optional.of(nowhere),
            Optional.empty()),
        place
            + ": cannot connect: HADOOP_CONF_DIR: there is no directory "
            + nowhere
            + "; name the one with the cluster's core-site.xml and hdfs-site.xml");
  }
}
