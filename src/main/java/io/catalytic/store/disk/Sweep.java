package io.catalytic.store.disk;

import io.catalytic.digest.Digest;
import io.catalytic.store.GcOptions;
import io.catalytic.store.GcReport.Amount;
import io.catalytic.store.LiveSet;
import io.catalytic.store.WriteBatch;
import io.catalytic.store.pack.ByteSource;
import io.catalytic.store.pack.Pack;
import io.catalytic.store.pack.PackEntries;
import io.catalytic.store.pack.PackEntry;
import io.catalytic.store.pack.PackUse;
import io.catalytic.store.pack.PackUse.Use;
import io.catalytic.store.pack.PackedBlob;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sets aside what nothing names, and writes packs anew of which too much is unused, or that are
 * small and not alone. For one thread, once.
 */
final class Sweep {

  /** Packs below this part of the limit are put together. */
  private static final int SMALL = 16;

  private final StoreLayout layout;
  private final ExplainedDisk disk;
  private final DiskOptions diskOptions;
  private final GcOptions options;
  private final DiskStore own;
  private final LiveSet live;
  private final GoodCopies copies;
  private final Directories directories;
  private final long youngFrom;
  private @Nullable Generation generation;
  private Amount condemned = Amount.NONE;
  private Amount young = Amount.NONE;
  private Amount unused = Amount.NONE;
  private long corrupt;
  private int skipped;

  Sweep(
      StoreLayout layout,
      ExplainedDisk disk,
      DiskOptions diskOptions,
      GcOptions options,
      DiskStore own,
      LiveSet live,
      GoodCopies copies) {
    this.layout = layout;
    this.disk = disk;
    this.diskOptions = diskOptions;
    this.options = options;
    this.own = own;
    this.live = live;
    this.copies = copies;
    directories = new Directories(disk, layout.root());
    youngFrom =
        TimeUnit.MILLISECONDS.toNanos(
            options.clock().instant().minus(options.grace()).toEpochMilli());
  }

  Amount condemned() {
    return condemned;
  }

  Amount young() {
    return young;
  }

  Amount unused() {
    return unused;
  }

  /** Returns how many blobs were corrupt that should have been copied. */
  long corrupt() {
    return corrupt;
  }

  /** Returns how many packs stay as they are for want of space to write them anew. */
  int skipped() {
    return skipped;
  }

  /** Returns from when on a file is younger than the grace, in ns since 1970. */
  long youngFrom() {
    return youngFrom;
  }

  /** Returns what was set aside, to be sealed, or empty if nothing was. */
  Optional<Generation> generation() {
    return Optional.ofNullable(generation);
  }

  /** Sweeps; what only frees space comes first, for the rest needs some. */
  void run() throws IOException {
    own.blobs().loose().forEach(this::sweepLoose);
    Packs packs = own.blobs().packs();
    Map<String, Use> uses =
        own.blobs().repairing(() -> PackUse.of(packs.view().all(), packs::isDead, live));
    Map<String, Pack> rewritten = toRewrite(uses, packs.view().packs());
    if (options.dryRun()) {
      rewritten.keySet().forEach(id -> condemned = condemned.plus(use(uses, id).unused()));
      return;
    }
    rewritten.keySet().forEach(packs::leaveOut); // or the copies would rely on the originals
    skipped = rewritten.size();
    try {
      rewrite(onlyGarbage(rewritten, uses), uses);
      rewrite(rewritten, uses);
    } catch (ExplainedDisk.DiskFullException e) {
      // They stay; what was set aside now is deleted by a later cleaning, which has more space.
    }
  }

  /** Takes out what can be set aside without anything being written. */
  private static Map<String, Pack> onlyGarbage(Map<String, Pack> packs, Map<String, Use> uses) {
    Map<String, Pack> garbage = new LinkedHashMap<>(packs);
    garbage
        .keySet()
        .removeIf(id -> use(uses, id).live().blobs() + use(uses, id).copies().blobs() > 0);
    packs.keySet().removeAll(garbage.keySet());
    return garbage;
  }

  private Map<String, Pack> toRewrite(Map<String, Use> uses, Map<String, Pack> packs)
      throws IOException {
    Map<String, Pack> chosen = new LinkedHashMap<>();
    Map<String, Pack> small = new LinkedHashMap<>();
    for (Map.Entry<String, Pack> pack : packs.entrySet()) {
      String id = pack.getKey();
      Use use = use(uses, id);
      if (use.unused().blobs() > 0 && isYoung(layout.pack(id))) {
        young = young.plus(use.unused());
      } else if (use.wasted() > options.maxUnused()) {
        chosen.put(id, pack.getValue());
      } else if (disk.size(layout.pack(id)) < diskOptions.packLimit() / SMALL) {
        small.put(id, pack.getValue());
      } else {
        unused = unused.plus(use.unused());
      }
    }
    if (small.size() + chosen.size() > 1) {
      chosen.putAll(small);
    } else {
      small.keySet().forEach(id -> unused = unused.plus(use(uses, id).unused()));
    }
    return chosen;
  }

  private static Use use(Map<String, Use> uses, String id) {
    return uses.getOrDefault(id, Use.NONE);
  }

  private boolean isYoung(Path file) throws IOException {
    return disk.modified(file) > youngFrom;
  }

  /** Writes some packs anew, as many at a time as make about one. */
  private void rewrite(Map<String, Pack> packs, Map<String, Use> uses) throws IOException {
    List<Pack> group = new ArrayList<>();
    Amount together = Amount.NONE;
    for (Map.Entry<String, Pack> pack : packs.entrySet()) {
      group.add(pack.getValue());
      together = together.plus(use(uses, pack.getKey()).live());
      if (together.bytes() >= diskOptions.packLimit() || together.blobs() >= PackBatch.MAX_COUNT) {
        replace(group, uses);
        group.clear();
        together = Amount.NONE;
      }
    }
    replace(group, uses);
  }

  private void replace(List<Pack> packs, Map<String, Use> uses) throws IOException {
    Set<String> whole = new HashSet<>();
    try (WriteBatch batch = own.begin(copies)) {
      for (Pack pack : packs) {
        if (copy(pack, batch)) {
          whole.add(pack.file().id());
        }
      }
      batch.commit();
    }
    Directories.Forcing forcing = directories.forcing();
    for (Pack pack : packs) {
      String id = pack.file().id();
      condemned = condemned.plus(use(uses, id).unused());
      skipped--;
      try {
        if (whole.contains(id)) {
          disk.delete(layout.pack(id));
        } else {
          condemn(layout.pack(id), forcing);
        }
      } catch (NoSuchFileException e) {
        // A reader found it damaged, and set it aside.
      }
    }
    if (!packs.isEmpty()) {
      forcing.changed(layout.packs());
    }
    forcing.force();
  }

  /**
   * Puts what lives in a pack into a batch, also what a tombstone says is corrupt and is not, for
   * it may be the disk that was wrong then. Returns whether that was the whole pack, so that all of
   * it is in the batch, or was read elsewhere.
   */
  private boolean copy(Pack pack, WriteBatch batch) throws IOException {
    boolean whole = true;
    try (ByteSource in = pack.file().open()) {
      PackEntries entries = new PackEntries(pack);
      for (PackEntry entry = entries.next(); entry != null; entry = entries.next()) {
        Digest digest = entry.digest();
        if (!live.contains(digest.hash())) {
          whole = false;
          continue;
        }
        PackedBlob blob = new PackedBlob(pack, entry, in);
        byte[] bytes = blob.bytes();
        if (Digest.of(bytes).equals(digest)) {
          batch.put(bytes);
          continue;
        }
        whole = false;
        boolean dead = own.blobs().packs().isDead(digest.hash(), pack.file().id());
        if (!dead && own.blobs().bury(digest.hash(), blob)) {
          corrupt++;
        }
      }
    } catch (NoSuchFileException e) {
      return false; // a reader found it damaged, and saved what it had
    }
    return whole;
  }

  private void sweepLoose(Digest digest) throws IOException {
    if (live.contains(digest.hash())) {
      return;
    }
    Path file = layout.loose(digest.hash());
    if (isYoung(file)) {
      young = young.plusOne(digest.size());
      return;
    }
    condemned = condemned.plusOne(digest.size());
    if (!options.dryRun()) {
      Directories.Forcing forcing = directories.forcing();
      condemn(file, forcing);
      forcing.changed(file.resolveSibling(""));
      forcing.force();
    }
  }

  /** Moves a file to this cleaning's generation. */
  private void condemn(Path file, Directories.Forcing forcing) throws IOException {
    if (generation == null) {
      String id = Instant.ofEpochMilli(options.clock().millis()).toString().replace(":", "");
      String random = UUID.randomUUID().toString().substring(0, 8);
      generation = new Generation(layout.condemned().resolve(id + "-" + random), disk);
    }
    forcing.require(generation.directory());
    disk.rename(file, generation.directory().resolve(String.valueOf(file.getFileName())));
    forcing.changed(generation.directory());
  }
}
