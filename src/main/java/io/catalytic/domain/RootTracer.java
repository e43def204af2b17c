package io.catalytic.domain;

import io.catalytic.digest.Hash;
import io.catalytic.store.Mark;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.RefTracer;
import java.io.IOException;

/**
 * Follows {@code roots/<root>}, and {@code roots/<root>.listed}, to the {@link SnapshotBlobs} of
 * the root.
 */
public final class RootTracer implements RefTracer {

  /** Made by the service loader. */
  public RootTracer() {}

  @Override
  public String kind() {
    return SnapshotIndex.KIND;
  }

  @Override
  public void trace(String name, byte[] value, ObjectStore store, Mark mark) throws IOException {
    SnapshotBlobs.trace(known(name, value), store, mark);
  }

  /** As {@link SnapshotBlobs#check}. */
  @Override
  public void check(String name, byte[] value, ObjectStore store) throws IOException {
    SnapshotBlobs.check(known(name, value), store);
  }

  private static SnapshotIndex.Known known(String name, byte[] value) throws IOException {
    String root = SnapshotIndex.rootOf(name);
    if (!Hash.isHex(root)) {
      throw new IOException("the name of a root is 64 lower-case hex digits; got " + root);
    }
    return SnapshotIndex.parse(Hash.parse(root), value);
  }
}
