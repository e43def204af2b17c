package io.catalytic.store.remote;

import io.catalytic.store.ObjectStore;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Opens remote stores. The libraries of each kind (Beam and an SDK, Google's client, or Hadoop's)
 * are loaded with the first store of that kind.
 */
final class RemoteStores {
  private RemoteStores() {}

  /**
   * Opens the store at a location, as this process's environment says.
   *
   * @param make whether to make one where there is nothing
   */
  static ObjectStore open(RemoteLocation location, boolean make) throws IOException {
    return open(location, RemoteSettings.of(System.getenv()), BatchLimits.DEFAULT, make);
  }

  static ObjectStore open(
      RemoteLocation location, RemoteSettings settings, BatchLimits limits, boolean make)
      throws IOException {
    ExplainedRemote remote =
        new ExplainedRemote(connect(location, settings), location, trouble(location, settings));
    return RemoteStore.open(new RemoteObjects(remote, location, segments(settings)), limits, make);
  }

  private static Remote connect(RemoteLocation location, RemoteSettings settings)
      throws IOException {
    return switch (location.scheme()) {
      case RemoteLocation.HDFS -> HdfsRemote.connect(location, settings);
      case RemoteLocation.GCS -> GcsRemote.connect(location, settings);
      default -> {
        RemoteFileSystems.require(location.scheme(), settings);
        yield new BeamRemote(location.root());
      }
    };
  }

  private static RemoteTrouble trouble(RemoteLocation location, RemoteSettings settings) {
    return switch (location.scheme()) {
      case RemoteLocation.HDFS -> new HdfsTrouble(location, settings);
      case RemoteLocation.GCS -> new GcsTrouble(location, settings);
      default -> new S3Trouble(location, settings);
    };
  }

  static Segments segments(RemoteSettings settings) {
    return new Segments(
        settings.cacheBytes() == 0
            ? Optional.empty()
            : Optional.of(
                new SegmentCache(settings.cache(), settings.cacheBytes(), InstantSource.system())));
  }
}
