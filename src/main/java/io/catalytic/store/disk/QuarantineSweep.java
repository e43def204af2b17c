package io.catalytic.store.disk;

import io.catalytic.digest.Hash;
import io.catalytic.store.LiveSet;
import io.catalytic.store.pack.ByteSource;
import io.catalytic.store.pack.EntrySearch;
import io.catalytic.store.pack.ReadAhead;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Gives up what is left of corrupt blobs that nothing names. A cleaning takes such blobs away where
 * they are good, so a check need not miss them where they are not.
 *
 * <p>Bad bytes are deleted. A tombstone has to stay for as long as its pack is there, or the
 * corruption would be found again: its bytes go, and an empty one says that the blob was given up.
 * For one thread.
 */
final class QuarantineSweep {
  private final StoreLayout layout;
  private final ExplainedDisk disk;
  private final DiskStore own;
  private final LiveSet live;
  private final long youngFrom;

  /**
   * Prepares it.
   *
   * @param youngFrom in ns since 1970; what is younger stays
   */
  QuarantineSweep(
      StoreLayout layout, ExplainedDisk disk, DiskStore own, LiveSet live, long youngFrom) {
    this.layout = layout;
    this.disk = disk;
    this.own = own;
    this.live = live;
    this.youngFrom = youngFrom;
  }

  /**
   * Returns whether this is a tombstone that no longer says that a blob is missed. That of an empty
   * blob never was one: nothing can be wrong with its bytes.
   */
  static boolean isGivenUp(Path file, Disk disk) throws IOException {
    return StoreLayout.dead(String.valueOf(file.getFileName())).isPresent() && disk.size(file) == 0;
  }

  void run() throws IOException {
    for (String name : disk.list(layout.quarantine())) {
      Path file = layout.quarantine().resolve(name);
      if (disk.kind(file) != Disk.FileKind.FILE || disk.modified(file) > youngFrom) {
        continue;
      }
      try {
        if (isUnneeded(name, file)) {
          giveUp(name, file);
        }
      } catch (NoSuchFileException e) {
        // Someone has cleaned up.
      }
    }
  }

  private boolean isUnneeded(String name, Path file) throws IOException {
    if (StoreLayout.isPack(name)) {
      return isUnneeded(file);
    }
    int dot = name.indexOf('.');
    return dot > 0
        && Hash.isHex(name.substring(0, dot))
        && !live.contains(Hash.parse(name.substring(0, dot)));
  }

  /**
   * Returns whether a damaged pack has lost a blob that nothing names, and none that something
   * does. One that has lost nothing stays for who wants to know what happened to it.
   */
  private boolean isUnneeded(Path pack) throws IOException {
    boolean[] lost = {false};
    boolean[] needed = {false};
    try (ByteSource in = new ReadAhead(disk.open(pack))) {
      EntrySearch.forEach(
          in,
          entry -> {
            Hash hash = entry.digest().hash();
            if (!entry.isKnown()) {
              needed[0] = true; // by a newer program, perhaps
            } else if (!own.blobs().isThere(hash)) {
              needed[0] |= live.contains(hash);
              lost[0] |= PackRepair.blob(in, entry).isEmpty();
            }
          });
    }
    return lost[0] && !needed[0];
  }

  private void giveUp(String name, Path file) throws IOException {
    Optional<StoreLayout.Dead> dead = StoreLayout.dead(name);
    if (dead.isEmpty() || !isThere(dead.get().packId())) {
      disk.delete(file);
    } else if (disk.size(file) > 0) {
      empty(file);
    }
  }

  /** A pack that comes back right now is read with the corruption in it, which is found again. */
  private boolean isThere(String packId) throws IOException {
    boolean there = disk.size(layout.pack(packId)) != Disk.ABSENT;
    Directories directories = new Directories(disk, layout.root());
    for (Generation generation : new Condemned(layout, disk, directories).generations()) {
      there |= disk.size(generation.pack(packId)) != Disk.ABSENT;
    }
    return there;
  }

  private void empty(Path tombstone) throws IOException {
    Path draft = own.temp().newName();
    try {
      disk.create(draft).close();
      disk.rename(draft, tombstone);
    } catch (ExplainedDisk.DiskFullException e) {
      // A later cleaning has more space.
    }
  }
}
