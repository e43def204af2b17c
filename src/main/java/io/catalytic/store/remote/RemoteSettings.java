package io.catalytic.store.remote;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What a user may choose about remote stores, by environment variables; none of it is secret.
 *
 * <p>Credentials are not among it: those only the SDKs read, each by its own chain.
 *
 * @param endpoint where S3 is, if it is not Amazon's; then names are in the path, not in the host
 * @param attempts how often a request is made at most
 * @param timeout how long a request may take, all its attempts together
 * @param cache the directory of what was read
 * @param cacheBytes the most that directory may hold; 0 for no cache
 * @param hadoop the directory of Hadoop's site files, {@code core-site.xml} and {@code
 *     hdfs-site.xml}
 * @param emulator a server that is used in place of Google Cloud Storage, without credentials
 */
record RemoteSettings(
    Optional<URI> endpoint,
    int attempts,
    Duration timeout,
    Path cache,
    long cacheBytes,
    Optional<Path> hadoop,
    Optional<URI> emulator) {
  static final String ENDPOINT = "AWS_ENDPOINT_URL";
  static final String ENDPOINT_S3 = "AWS_ENDPOINT_URL_S3";
  static final String ATTEMPTS = "CATALYTIC_REMOTE_ATTEMPTS";
  static final String TIMEOUT = "CATALYTIC_REMOTE_TIMEOUT";
  static final String CACHE = "CATALYTIC_CACHE";
  static final String CACHE_BYTES = "CATALYTIC_CACHE_BYTES";

  static final String HADOOP = "HADOOP_CONF_DIR";
  static final String HADOOP_HOME = "HADOOP_HOME";

  /** As all of Google's own clients read it. */
  static final String EMULATOR = "STORAGE_EMULATOR_HOST";

  static final int DEFAULT_ATTEMPTS = 4;
  static final long DEFAULT_TIMEOUT_SECONDS = 300;
  static final long DEFAULT_CACHE_BYTES = 1L << 30;

  /**
   * Reads the variables.
   *
   * @throws IllegalArgumentException if one is not what it has to be; the message names it
   */
  static RemoteSettings of(Map<String, String> environment) {
    return new RemoteSettings(
        value(environment, ENDPOINT_S3)
            .map(text -> endpoint(ENDPOINT_S3, text))
            .or(() -> value(environment, ENDPOINT).map(text -> endpoint(ENDPOINT, text))),
        (int) number(environment, ATTEMPTS, DEFAULT_ATTEMPTS, 1, 100),
        Duration.ofSeconds(number(environment, TIMEOUT, DEFAULT_TIMEOUT_SECONDS, 1, 86_400)),
        value(environment, CACHE).map(Path::of).orElseGet(() -> usualCache(environment)),
        number(environment, CACHE_BYTES, DEFAULT_CACHE_BYTES, 0, Long.MAX_VALUE),
        value(environment, HADOOP)
            .map(Path::of)
            .or(
                () ->
                    value(environment, HADOOP_HOME)
                        .map(home -> Path.of(home, "etc", "hadoop"))
                        .filter(Files::isDirectory)),
        value(environment, EMULATOR)
            .map(text -> text.contains("://") ? text : "http://" + text)
            .map(text -> endpoint(EMULATOR, text.replaceAll("/+$", ""))));
  }

  private static Optional<String> value(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name)).filter(text -> !text.isBlank());
  }

  private static URI endpoint(String name, String text) {
    URI uri;
    try {
      uri = URI.create(text);
    } catch (IllegalArgumentException e) {
      uri = URI.create("");
    }
    if (uri.getHost() == null || uri.getUserInfo() != null) {
      throw new IllegalArgumentException(
          name + ": must be http://host:port or https://host:port, without credentials");
    }
    return uri;
  }

  private static long number(
      Map<String, String> environment, String name, long usual, long least, long most) {
    Optional<String> text = value(environment, name);
    if (text.isEmpty()) {
      return usual;
    }
    try {
      long number = Long.parseLong(text.get().strip());
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new IllegalArgumentException(
        name
            + ": must be a whole number from "
            + least
            + " to "
            + most
            + "; got \""
            + text.get()
            + "\"");
  }

  private static Path usualCache(Map<String, String> environment) {
    Path parent =
        value(environment, "XDG_CACHE_HOME")
            .map(Path::of)
            .filter(Path::isAbsolute)
            .orElseGet(() -> Path.of(System.getProperty("user.home", "."), ".cache"));
    return parent.resolve("catalytic");
  }
}
