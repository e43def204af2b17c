package io.catalytic.store.remote;

import io.catalytic.store.pack.ByteSource;
import io.catalytic.store.pack.Pack;
import io.catalytic.store.pack.PackDamagedException;
import io.catalytic.store.pack.PackFile;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A pack's object. Thread-safe once {@link #openIndex} has returned. */
final class RemotePack implements PackFile {
  private final RemoteObjects objects;
  private final String id;
  private final long size;
  private @Nullable ByteSource index;

  RemotePack(RemoteObjects objects, String id, long size) {
    this.objects = objects;
    this.id = id;
    this.size = size;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public String place() {
    return objects.place(RemoteLayout.pack(id));
  }

  @Override
  public ByteSource open() {
    return index == null ? objects.cached(RemoteLayout.pack(id), id, size) : index;
  }

  /**
   * Opens the pack by its header, trailer and summary. These are kept on the local disk too, so
   * that a store of 10,000 packs is opened quickly the next time.
   *
   * @throws PackDamagedException if any of them is not what it has to be
   * @throws java.nio.file.NoSuchFileException if the object is there no more
   */
  Pack openIndex() throws IOException {
    Segments segments = objects.segments();
    Optional<byte[]> kept = segments.index(id);
    if (kept.isPresent()) {
      try {
        return openBy(new KeptIndex(kept.get(), size));
      } catch (PackDamagedException e) {
        segments.forgetIndex(id);
      }
    }
    try (ByteSource whole = objects.remote().open(RemoteLayout.pack(id))) {
      return openIndex(new TailFirst(whole));
    }
  }

  /** Opens the pack by its whole bytes, and keeps the index. */
  Pack openIndex(ByteSource whole) throws IOException {
    KeptIndex.Recorder recorder = new KeptIndex.Recorder(whole);
    Pack pack = openBy(recorder);
    objects.segments().keepIndex(id, recorder.index());
    return pack;
  }

  private Pack openBy(ByteSource source) throws IOException {
    index = source;
    try {
      return Pack.open(this);
    } finally {
      index = null;
    }
  }
}
