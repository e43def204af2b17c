package io.catalytic.store.remote;

import io.catalytic.store.ObjectStore;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;

/** Opens remote stores: the first class of this room that loads Beam. */
final class BeamStores {
  private BeamStores() {}

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
    RemoteFileSystems.require(location.scheme(), settings);
    return RemoteStore.open(
        new RemoteObjects(
            new ExplainedRemote(new BeamRemote(location.root()), location, settings),
            location,
            segments(settings)),
        limits,
        make);
  }

  static Segments segments(RemoteSettings settings) {
    return new Segments(
        settings.cacheBytes() == 0
            ? Optional.empty()
            : Optional.of(
                new SegmentCache(settings.cache(), settings.cacheBytes(), InstantSource.system())));
  }
}
