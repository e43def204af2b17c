package io.catalytic.store.remote;

import io.catalytic.digest.Digest;
import io.catalytic.store.pack.Pack;
import io.catalytic.store.pack.PackWriter;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a batch has yet to send, each object in a local temporary file. For one thread. */
final class Outbox implements Closeable {

  /** What a writer holds in memory of each blob, some 100 bytes, is bounded by this. */
  private static final int MAX_COUNT = 1 << 18;

  private final RemoteObjects objects;
  private final RemotePacks packs;
  private final BatchLimits limits;
  private final List<Spool> finished = new ArrayList<>();
  private final Map<Digest, Spool> singles = new LinkedHashMap<>();
  private @Nullable PackWriter writer;
  private @Nullable Spool writing;

  Outbox(RemoteObjects objects, RemotePacks packs, BatchLimits limits) {
    this.objects = objects;
    this.packs = packs;
    this.limits = limits;
  }

  /** Adds a blob to the pack. After a failure nothing but {@link #close} makes sense. */
  void pack(Digest digest, byte[] bytes) throws IOException {
    if (writer == null) {
      writing = Spool.open();
      writer = new PackWriter(writing.sink(), limits.compression());
    }
    writer.add(digest, bytes);
    if (writer.dataLength() >= limits.packLimit() || writer.count() >= MAX_COUNT) {
      finish();
    }
  }

  /** Adds a blob that gets an object of its own; its file closes with this. */
  void single(Digest digest, Spool content) {
    singles.put(digest, content);
  }

  /** Writes the last pack's index. */
  void finish() throws IOException {
    if (writer != null && writing != null) {
      writer.finish();
      finished.add(writing);
      writer = null;
      writing = null;
    }
  }

  /** Sends everything, one object after another. */
  void send() throws IOException {
    List<SingleBlob> sentSingles = new ArrayList<>();
    for (Map.Entry<Digest, Spool> single : singles.entrySet()) {
      SingleBlob blob = new SingleBlob(single.getKey(), RemoteLayout.newId());
      send(blob.name(), single.getValue());
      sentSingles.add(blob);
    }
    List<Pack> sentPacks = new ArrayList<>();
    for (Spool pack : finished) {
      String id = RemoteLayout.newId();
      send(RemoteLayout.pack(id), pack);
      sentPacks.add(new RemotePack(objects, id, pack.size()).openIndex(pack));
    }
    packs.add(sentPacks, sentSingles);
  }

  private void send(String name, Spool content) throws IOException {
    objects.remote().put(name, content);
    long there = objects.remote().size(name).orElse(-1);
    if (there != content.size()) {
      throw new IOException(
          objects.place(name)
              + ": was sent with "
              + content.size()
              + " bytes, and "
              + (there < 0 ? "is not there" : "has " + there)
              + "; put the batch again");
    }
  }

  @Override
  public void close() throws IOException {
    List<Spool> all = new ArrayList<>(finished);
    all.addAll(singles.values());
    if (writing != null) {
      all.add(writing);
    }
    finished.clear();
    singles.clear();
    writer = null;
    writing = null;
    for (Spool spool : all) {
      spool.close();
    }
  }
}
