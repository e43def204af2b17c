package io.catalytic.store.remote;

import io.catalytic.store.ObjectStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/**
 * A remote store through Beam on a local folder: what HDFS and GCS take, where an object that is
 * being written can be seen and is renamed when it is whole.
 */
final class FolderRemote {
  private FolderRemote() {}

  static RemoteLocation place(Path folder) {
    return new RemoteLocation("file", "", folder.toString().substring(1));
  }

  static Remote remote(Path folder) {
    if (!BeamRemote.knows("file")) {
      FileSystems.setDefaultPipelineOptions(PipelineOptionsFactory.create());
    }
    return new BeamRemote(folder + "/");
  }

  static RemoteObjects objects(Path folder) {
    return objects(folder, remote(folder));
  }

  static RemoteObjects objects(Path folder, Remote remote) {
    RemoteLocation place = place(folder);
    return new RemoteObjects(
        new ExplainedRemote(remote, place, new S3Trouble(place, RemoteSettings.of(Map.of()))),
        place,
        new Segments(Optional.empty()));
  }

  static ObjectStore open(Path folder, BatchLimits limits) throws IOException {
    return RemoteStore.open(objects(folder), limits, true);
  }
}
