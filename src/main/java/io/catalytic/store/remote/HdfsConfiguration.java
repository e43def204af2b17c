package io.catalytic.store.remote;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.SecurityUtil;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.security.UserGroupInformation.AuthenticationMethod;

/**
 * What Hadoop's client is told: its own defaults, then the cluster's site files, then that every
 * wait has a limit.
 */
final class HdfsConfiguration {
  private static final List<String> SITE_FILES = List.of("core-site.xml", "hdfs-site.xml");
  private static final int LONGEST_CONNECT_MS = 20_000;
  private static final int LONGEST_READ_MS = 60_000;

  private HdfsConfiguration() {}

  static Configuration of(RemoteLocation location, RemoteSettings settings) throws IOException {
    Configuration configuration = new Configuration();
    if (settings.hadoop().isPresent()) {
      addSite(configuration, settings.hadoop().get());
    }
    int timeout = (int) settings.timeout().toMillis(); // of at most a day
    int retries = settings.attempts() - 1;
    configuration.setInt("ipc.client.rpc-timeout.ms", timeout);
    configuration.setInt("ipc.client.connect.timeout", Math.min(timeout, LONGEST_CONNECT_MS));
    configuration.setInt("ipc.client.connect.max.retries", retries);
    configuration.setInt("ipc.client.connect.max.retries.on.timeouts", retries);
    configuration.setInt("dfs.client.socket-timeout", Math.min(timeout, LONGEST_READ_MS));
    // The namenode may hear of a block after the client does. Then a file's end is asked for again,
    // and of small files the usual first delay, 400 ms, is almost all the time that they take.
    configuration.setInt("dfs.client.block.write.locateFollowingBlock.initial.delay.ms", 5);
    configuration.setInt("dfs.client.block.write.locateFollowingBlock.retries", 12); // 20 s in all
    // Where observers answer: never with less than was written before the question.
    configuration.set(
        "dfs.client.failover.observer.auto-msync-period." + location.authority(), "0");
    logIn(configuration);
    return configuration;
  }

  private static void addSite(Configuration configuration, Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      throw new IOException(
          RemoteSettings.HADOOP
              + ": there is no directory "
              + directory
              + "; name the one with the cluster's core-site.xml and hdfs-site.xml");
    }
    for (String name : SITE_FILES) {
      Path file = directory.resolve(name);
      if (Files.exists(file)) {
        configuration.addResource(file.toUri().toURL());
      }
    }
  }

  /** Has the process use Kerberos, if the cluster does; one that does so already stays as it is. */
  private static void logIn(Configuration configuration) {
    if (SecurityUtil.getAuthenticationMethod(configuration) != AuthenticationMethod.SIMPLE
        && !UserGroupInformation.isSecurityEnabled()) {
      UserGroupInformation.setConfiguration(configuration);
    }
  }
}
