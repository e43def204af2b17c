package io.catalytic.store.remote;

import io.catalytic.digest.Digest;
import io.catalytic.store.WriteBatch;
import io.catalytic.store.pack.ByteSink;
import io.catalytic.store.pack.ByteSource;
import io.catalytic.store.pack.EntrySearch;
import io.catalytic.store.pack.Pack;
import io.catalytic.store.pack.PackCheck;
import io.catalytic.store.pack.PackDamagedException;
import io.catalytic.store.pack.PackEntry;
import io.catalytic.store.pack.PackTooNewException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Replaces a pack whose own records are damaged: every blob of it that still verifies goes into a
 * new pack, and {@code quarantine/ID.pack} says that the damaged one is dead. It stays where it is.
 *
 * <p>The blobs are found by their entries, in any order; so the object is fetched once, into a
 * local temporary file. For one thread.
 */
final class RemotePackRepair {
  private final RemoteObjects objects;
  private final RemotePacks packs;
  private final Batches batches;

  /** Begins a batch for what can be saved. */
  interface Batches {

    /** Begins a batch. */
    WriteBatch begin() throws IOException;
  }

  /** Takes the entries that can be found in a pack, and the file that they were found in. */
  interface Visitor {

    /** Takes an entry. */
    void found(PackEntry entry, ByteSource in) throws IOException;
  }

  RemotePackRepair(RemoteObjects objects, RemotePacks packs, Batches batches) {
    this.objects = objects;
    this.packs = packs;
    this.batches = batches;
  }

  /**
   * Sets a damaged pack aside, once its good blobs are in another; returns whether it was damaged
   * when it was read once more.
   *
   * @throws PackTooNewException if a newer program wrote it, whose blobs this one can't save
   * @throws java.nio.file.NoSuchFileException if it is there no more
   */
  boolean repair(PackDamagedException damaged) throws IOException {
    UncachedPack file = new UncachedPack(objects, damaged.id());
    objects.segments().forgetIndex(file.id());
    if (isSound(file)) {
      return false;
    }
    String name = RemoteLayout.pack(file.id());
    packs.leaveOut(List.of(name)); // or the new batch would rely on what is in it
    try {
      try (WriteBatch batch = batches.begin()) {
        forEach(file, (entry, in) -> save(file, entry, in, batch));
        batch.commit();
      }
      byte[] text = (damaged.getMessage() + "\n").getBytes(StandardCharsets.UTF_8);
      objects.remote().put(RemoteLayout.tombstone(file.id()), new Chunk(text));
      packs.buryPack(file.id());
    } catch (IOException e) {
      packs.admit(name);
      throw e;
    }
    return true;
  }

  private static boolean isSound(UncachedPack file) throws IOException {
    try {
      PackCheck.check(Pack.open(file));
      return true;
    } catch (PackDamagedException e) {
      return false;
    }
  }

  private static void save(UncachedPack file, PackEntry entry, ByteSource in, WriteBatch batch)
      throws IOException {
    if (!entry.isKnown()) {
      throw PackTooNewException.encoding(file, entry);
    }
    Optional<byte[]> bytes = blob(in, entry);
    if (bytes.isPresent()) {
      batch.put(bytes.get());
    }
  }

  /** Hands over the entries of a pack that can be found by their own checksums. */
  static void forEach(UncachedPack file, Visitor visitor) throws IOException {
    try (Spool here = Spool.open()) {
      fetch(file, here.sink());
      EntrySearch.forEach(here, entry -> visitor.found(entry, here));
    }
  }

  private static void fetch(UncachedPack file, ByteSink to) throws IOException {
    byte[] buffer = new byte[1 << 20];
    try (ByteSource in = file.open()) {
      long size = in.size();
      for (long at = 0; at < size; ) {
        int read = in.read(at, buffer, 0, (int) Math.min(buffer.length, size - at));
        if (read < 0) {
          throw new IOException(file.place() + ": it ends at byte " + at + " of " + size);
        }
        to.write(buffer, 0, read);
        at += read;
      }
    }
  }

  /** Returns the bytes of a blob, or empty if they are not what the entry says. */
  static Optional<byte[]> blob(ByteSource in, PackEntry entry) throws IOException {
    Digest digest = entry.digest();
    if (!entry.isKnown() || digest.size() > BatchLimits.MOST_PACKED) {
      return Optional.empty();
    }
    byte[] bytes = entry.bytes(in);
    return Digest.of(bytes).equals(digest) ? Optional.of(bytes) : Optional.empty();
  }
}
