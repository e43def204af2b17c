package io.catalytic.store.disk;

import io.catalytic.digest.Digest;
import io.catalytic.digest.Hash;
import io.catalytic.store.pack.Pack;
import io.catalytic.store.pack.PackDamagedException;
import io.catalytic.store.pack.PackSummary;
import io.catalytic.store.pack.PackedBlob;
import io.catalytic.store.pack.RegionStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What awaits its deletion: whole packs and loose objects that a cleaning moved to {@code
 * condemned/GENERATION/}.
 *
 * <p>A writer never relies on them, it writes such a blob anew. A reader that finds a blob nowhere
 * else brings the file that has it back where it was, which is one rename: either that comes first
 * and the file stays, or the deletion does and the blob, which nothing named, is gone. Thread-safe.
 */
final class Condemned {
  private final StoreLayout layout;
  private final Disk disk;
  private final Directories directories;
  private final Map<Path, Pack> packs = new ConcurrentHashMap<>();

  Condemned(StoreLayout layout, Disk disk, Directories directories) {
    this.layout = layout;
    this.disk = disk;
    this.directories = directories;
  }

  /** Returns what was set aside, the oldest first. */
  List<Generation> generations() throws IOException {
    List<Generation> generations = new ArrayList<>();
    for (String name : disk.list(layout.condemned())) {
      Path directory = layout.condemned().resolve(name);
      if (Generation.isOne(directory, disk)) {
        generations.add(new Generation(directory, disk));
      }
    }
    return generations;
  }

  /** Returns what lies among them and is none, or in them and was not set aside. */
  List<Path> strays() throws IOException {
    List<Path> strays = new ArrayList<>();
    for (String name : disk.list(layout.condemned())) {
      Path path = layout.condemned().resolve(name);
      if (Generation.isOne(path, disk)) {
        strays.addAll(new Generation(path, disk).strays());
      } else {
        strays.add(path);
      }
    }
    return strays;
  }

  /** Returns the bytes of all that is set aside. */
  long bytes() throws IOException {
    long bytes = 0;
    for (Generation generation : generations()) {
      for (String name : disk.list(generation.directory())) {
        bytes += Math.max(0, disk.size(generation.directory().resolve(name)));
      }
    }
    return bytes;
  }

  /** Returns whether anything ever was set aside in this store. */
  boolean mayHaveAny() throws IOException {
    return disk.modified(layout.condemned()) != 0;
  }

  /**
   * A file that was set aside.
   *
   * @param file where it is
   * @param home where it was
   * @param pack the same if it is a pack
   */
  private record Kept(Path file, Path home, Optional<Pack> pack) {}

  /**
   * @param whole whether a corrupt blob in a file of its own is passed by
   */
  private Optional<Kept> locate(Hash hash, boolean whole) throws IOException {
    for (Generation generation : generations()) {
      Path loose = generation.directory().resolve(hash.hex());
      if (disk.size(loose) != Disk.ABSENT && (!whole || isWhole(loose, hash))) {
        return Optional.of(new Kept(loose, layout.loose(hash), Optional.empty()));
      }
      for (String id : generation.packs()) {
        Path file = generation.pack(id);
        if (has(file, hash)) {
          return Optional.of(new Kept(file, layout.pack(id), Optional.ofNullable(packs.get(file))));
        }
      }
    }
    return Optional.empty();
  }

  /**
   * Brings back the file that has a blob, if there is one in which it is whole; returns whether
   * there was.
   */
  boolean revive(Hash hash) throws IOException {
    Optional<Kept> kept = locate(hash, true);
    if (kept.isPresent()) {
      bringBack(kept.get().file(), kept.get().home());
    }
    return kept.isPresent();
  }

  /** Returns a blob's digest, without bringing it back; empty if another process just did. */
  Optional<Digest> find(Hash hash) throws IOException {
    Optional<Kept> kept = locate(hash, false);
    if (kept.isEmpty()) {
      return Optional.empty();
    }
    Optional<Pack> pack = kept.get().pack();
    if (pack.isEmpty()) {
      long size = disk.size(kept.get().file());
      return size == Disk.ABSENT ? Optional.empty() : Optional.of(new Digest(hash, size));
    }
    try {
      Optional<PackedBlob> found = pack.get().find(hash, PackSummary.tag(hash));
      if (found.isPresent()) {
        found.get().close();
      }
      return found.map(blob -> blob.entry().digest());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Opens a blob where it is, not verified; empty if another process just brought it back. */
  Optional<InputStream> open(Hash hash) throws IOException {
    Optional<Kept> kept = locate(hash, false);
    if (kept.isEmpty()) {
      return Optional.empty();
    }
    Optional<Pack> pack = kept.get().pack();
    try {
      if (pack.isEmpty()) {
        return Optional.of(new RegionStream(disk.open(kept.get().file()), 0, Long.MAX_VALUE));
      }
      Optional<PackedBlob> found = pack.get().find(hash, PackSummary.tag(hash));
      return found.isEmpty() ? Optional.empty() : Optional.of(found.get().stream());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private boolean isWhole(Path loose, Hash hash) throws IOException {
    try {
      return new Quarantine(layout, disk, directories).digest(loose).hash().equals(hash);
    } catch (NoSuchFileException e) {
      return false; // another reader was faster
    }
  }

  private boolean has(Path file, Hash hash) throws IOException {
    try {
      Pack pack = packs.get(file);
      if (pack == null) {
        pack = Pack.open(new PackOnDisk(file, disk));
        packs.put(file, pack);
      }
      Optional<PackedBlob> found = pack.find(hash, PackSummary.tag(hash));
      if (found.isEmpty()) {
        return false;
      }
      try (PackedBlob blob = found.get()) {
        return Digest.of(blob.bytes()).hash().equals(hash);
      }
    } catch (NoSuchFileException e) {
      packs.remove(file);
      return false;
    } catch (PackDamagedException e) {
      return false; // whoever needed it would have brought it back before
    }
  }

  /** Moves a file back to where it was, unless another process was faster. */
  void bringBack(Path from, Path to) throws IOException {
    Directories.Forcing forcing = directories.forcing();
    forcing.require(to.resolveSibling(""));
    try {
      disk.rename(from, to);
    } catch (NoSuchFileException e) {
      return;
    }
    forcing.changed(to.resolveSibling(""));
    forcing.force();
  }
}
