package io.catalytic.store.remote;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.Streams;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import io.catalytic.digest.Hash;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.pack.ByteSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.management.JMException;
import javax.management.ObjectName;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.metrics2.impl.MetricsCollectorImpl;
import org.apache.hadoop.metrics2.lib.DefaultMetricsSystem;

/**
 * A real HDFS on the loopback, one for all tests of this process: a namenode and a datanode that
 * keep what they hold in a temporary folder.
 */
final class HdfsServer {

  /** Kept, or their levels would be forgotten with them. */
  private static final List<Logger> LOGGERS =
      List.of(Logger.getLogger("org.apache.hadoop"), Logger.getLogger("BlockStateChange"));

  static {
    LOGGERS.forEach(logger -> logger.setLevel(Level.OFF));
  }

  private static final HdfsServer SERVER = new HdfsServer();

  private final Path folder;
  private final MiniDFSCluster cluster;

  private HdfsServer() {
    try {
      folder = Files.createTempDirectory("catalytic-hdfs-");
      Configuration configuration = new Configuration();
      configuration.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, folder.toString());
      cluster = new MiniDFSCluster.Builder(configuration).numDataNodes(1).build();
      Runtime.getRuntime().addShutdownHook(new Thread(this::stop));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void stop() {
    cluster.shutdown();
    try {
      MoreFiles.deleteRecursively(folder, RecursiveDeleteOption.ALLOW_INSECURE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the server, which runs from then on. */
  static HdfsServer use() {
    return SERVER;
  }

  /** Returns how often datanodes of this process have forced a file to their disk. */
  static long forced() throws JMException {
    long count = 0;
    ObjectName all = new ObjectName("Hadoop:service=DataNode,name=DataNodeActivity*");
    for (ObjectName bean : ManagementFactory.getPlatformMBeanServer().queryNames(all, null)) {
      // Not from the bean, which keeps its numbers for ten seconds.
      MetricsCollectorImpl collector = new MetricsCollectorImpl();
      DefaultMetricsSystem.instance()
          .getSource(bean.getKeyProperty("name"))
          .getMetrics(collector, true);
      count +=
          collector.getRecords().stream()
              .flatMap(each -> Streams.stream(each.metrics()))
              .filter(metric -> metric.name().equals("FsyncCount"))
              .mapToLong(metric -> metric.value().longValue())
              .sum();
    }
    return count;
  }

  MiniDFSCluster cluster() {
    return cluster;
  }

  /** Returns a place for a store where nothing is yet. */
  RemoteLocation newPlace() {
    return RemoteLocation.parse(
        "hdfs://127.0.0.1:" + cluster.getNameNodePort() + "/tests/" + UUID.randomUUID());
  }

  static RemoteSettings settings(Path cache) {
    return new RemoteSettings(
        Optional.empty(),
        3,
        Duration.ofSeconds(60),
        cache,
        RemoteSettings.DEFAULT_CACHE_BYTES,
        Optional.empty(),
        Optional.empty());
  }

  static Remote remote(RemoteLocation place) throws IOException {
    return HdfsRemote.connect(place, settings(Path.of("unused")));
  }

  /** Returns the objects of a store, without a cache. */
  static RemoteObjects objects(RemoteLocation place) throws IOException {
    return new RemoteObjects(remote(place), place, new Segments(Optional.empty()));
  }

  static ObjectStore open(RemoteLocation place, Path cache, BatchLimits limits) throws IOException {
    return RemoteStores.open(place, settings(cache), limits, true);
  }

  /**
   * Changes one bit of a committed blob, which is not empty. HDFS keeps checksums of its own, so it
   * is done through it: as by a program that wrote what is wrong.
   */
  static void spoil(RemoteLocation place, Hash hash) throws IOException {
    RemoteObjects objects = objects(place);
    Remote remote = objects.remote();
    try (RemotePacks packs = new RemotePacks(objects);
        StoredBlob blob = packs.findFresh(hash).orElseThrow()) {
      long offset = blob instanceof StoredBlob.InPack packed ? packed.packed().entry().offset() : 0;
      byte[] bytes = read(remote, blob.name());
      bytes[(int) offset] ^= 0x10;
      remote.put(blob.name(), new Chunk(bytes));
    }
  }

  static byte[] read(Remote remote, String name) throws IOException {
    try (ByteSource source = remote.open(name)) {
      assertThat(source.size()).isLessThan(Integer.MAX_VALUE);
      return Chunk.read(source, 0, (int) source.size());
    }
  }
}
