package io.catalytic.store.disk;

import com.google.common.io.ByteStreams;
import io.catalytic.digest.Digest;
import io.catalytic.digest.Hash;
import io.catalytic.digest.Hasher;
import io.catalytic.store.BatchState;
import io.catalytic.store.WriteBatch;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A batch of a store on disk: large blobs wait in a file each, small ones in a pack, until the
 * commit renames them into place.
 *
 * <p>The commit's order: all files written and forced, loose objects renamed, packs renamed, then
 * the directories forced that this went to. A blob that the store had already is no different:
 * whoever put it may not have come as far as forcing its directory yet, so that is forced too.
 */
final class DiskBatch implements WriteBatch {

  /** Content of at most this many bytes is hashed before anything is written. */
  private static final int IN_MEMORY = 1 << 17;

  private final Blobs blobs;
  private final Known known;
  private final DiskOptions options;
  private final Directories directories;
  private final StoreLayout layout;
  private final LooseBatch loose;
  private final PackBatch packs;
  private final Set<Hash> added = new HashSet<>();
  private final Set<Digest> knownLoose = new LinkedHashSet<>();
  private final Set<Hash> knownPacked = new LinkedHashSet<>();
  private final Set<String> reliedOn = new LinkedHashSet<>();
  private final long removals;
  private byte[] head = {};
  private final BatchState state = new BatchState();

  /** Says which blobs need no writing. */
  interface Known {

    /** Returns where the store has a blob already, in a copy to rely on; empty if it has none. */
    Optional<Blobs.Place> place(Digest digest) throws IOException;
  }

  DiskBatch(
      StoreLayout layout,
      Disk disk,
      Blobs blobs,
      Known known,
      TempSpace temp,
      Directories directories,
      DiskOptions options) {
    this.layout = layout;
    this.blobs = blobs;
    this.known = known;
    this.options = options;
    this.directories = directories;
    loose = new LooseBatch(layout, disk, temp);
    packs = new PackBatch(layout, disk, temp, options);
    removals = blobs.packs().view().removals();
  }

  @Override
  public Digest put(byte[] bytes) throws IOException {
    state.requireOpen();
    return put(Digest.of(bytes), bytes, bytes.length);
  }

  /** Puts the first bytes of an array, which is free for another use afterwards. */
  private Digest put(Digest digest, byte[] array, int length) throws IOException {
    if (!isNew(digest)) {
      return digest;
    }
    byte[] bytes = length == array.length ? array : Arrays.copyOf(array, length);
    if (length < options.packBelow()) {
      pack(digest, bytes);
    } else {
      loose.add(bytes, InputStream.nullInputStream(), ignored -> true);
    }
    added.add(digest.hash());
    return digest;
  }

  private void pack(Digest digest, byte[] bytes) throws IOException {
    try {
      packs.add(digest, bytes);
    } catch (IOException e) {
      throw state.broken(e); // where the pack's file ends now, nobody knows
    }
  }

  @Override
  public Digest put(InputStream bytes) throws IOException {
    state.requireOpen();
    if (head.length == 0) {
      head = new byte[Math.max(IN_MEMORY, options.packBelow()) + 1];
    }
    // In one go as large as the buffer: InputStream.readNBytes would ask for 8 KiB at a time.
    int length = ByteStreams.read(bytes, head, 0, head.length);
    if (length < head.length) {
      return put(new Hasher().update(head, 0, length).finish(), head, length);
    }
    Digest digest = loose.add(head, bytes, this::isNew);
    added.add(digest.hash());
    return digest;
  }

  /** Returns whether the blob has to be written, and notes it if the store has it. */
  private boolean isNew(Digest digest) throws IOException {
    if (added.contains(digest.hash())) {
      return false;
    }
    Optional<Blobs.Place> place = known.place(digest);
    if (place.isEmpty()) {
      return true;
    }
    if (place.get().isLoose()) {
      knownLoose.add(digest);
    } else {
      knownPacked.add(digest.hash());
      reliedOn.add(place.get().pack());
    }
    added.add(digest.hash());
    return false;
  }

  @Override
  public void commit() throws IOException {
    state.requireOpen();
    state.end();
    packs.finish();
    Directories.Forcing forcing = directories.forcing();
    loose.publish(forcing);
    checkKnown(forcing);
    List<String> published = packs.publish(forcing);
    forcing.force();
    blobs.packs().add(published);
  }

  /** Checks that what needed no writing is still there, and has it made durable. */
  private void checkKnown(Directories.Forcing forcing) throws IOException {
    for (Digest digest : knownLoose) {
      // To find it brings it back if it was condemned meanwhile.
      if (!blobs.isLoose(digest) && !blobs.find(digest.hash()).equals(Optional.of(digest))) {
        throw BatchState.gone(digest.hash());
      }
      if (blobs.isLoose(digest)) {
        Path parent = layout.loose(digest.hash()).resolveSibling("");
        forcing.require(parent);
        forcing.changed(parent);
      } else {
        knownPacked.add(digest.hash());
      }
    }
    if (knownPacked.isEmpty()) {
      return;
    }
    if (blobs.packs().mayLack(reliedOn, removals)) {
      for (Hash hash : knownPacked) {
        Digest found = blobs.find(hash).orElseThrow(() -> BatchState.gone(hash));
        if (blobs.isLoose(found)) {
          forcing.changed(layout.loose(hash).resolveSibling(""));
        }
      }
    }
    forcing.require(layout.packs());
    forcing.changed(layout.packs());
  }

  @Override
  public void close() throws IOException {
    state.end();
    try {
      packs.discard();
    } finally {
      loose.discard();
    }
  }
}
