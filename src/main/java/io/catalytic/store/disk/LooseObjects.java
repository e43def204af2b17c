package io.catalytic.store.disk;

import io.catalytic.digest.Digest;
import io.catalytic.digest.Hash;
import io.catalytic.store.pack.ByteSource;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The blobs that have a file each: {@code objects/ab/cd/HASH}. Thread-safe. */
final class LooseObjects {
  private final StoreLayout layout;
  private final Disk disk;

  LooseObjects(StoreLayout layout, Disk disk) {
    this.layout = layout;
    this.disk = disk;
  }

  /** Returns the blob's digest if there is a file of its name; the bytes are not looked at. */
  Optional<Digest> find(Hash hash) throws IOException {
    long size;
    try {
      size = disk.size(layout.loose(hash));
    } catch (IOException e) {
      requirePlace(hash, e);
      return Optional.empty();
    }
    return size == Disk.ABSENT ? Optional.empty() : Optional.of(new Digest(hash, size));
  }

  /** Opens the file of this name, or returns empty if there is none. */
  Optional<ByteSource> open(Hash hash) throws IOException {
    try {
      return find(hash).isEmpty() // a directory can be opened
          ? Optional.empty()
          : Optional.of(disk.open(layout.loose(hash)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      requirePlace(hash, e);
      return Optional.empty();
    }
  }

  /** Throws the failure, unless a stray file is in the way where the directory would be. */
  private void requirePlace(Hash hash, IOException failure) throws IOException {
    Path inner = layout.loose(hash).resolveSibling("");
    if (disk.isDirectory(inner.resolveSibling("")) && disk.isDirectory(inner)) {
      throw failure;
    }
  }

  /** What {@link #forEach} hands out. */
  interface Visitor {

    /** Takes one blob's name and its file's size. */
    void visit(Digest digest) throws IOException;
  }

  /** Goes through all of them in the order of their hashes, reading names and sizes only. */
  void forEach(Visitor visitor) throws IOException {
    for (String first : directories(layout.objects())) {
      Path outer = layout.objects().resolve(first);
      for (String second : directories(outer)) {
        for (String name : disk.list(outer.resolve(second))) {
          if (Hash.isHex(name) && name.startsWith(first + second)) {
            Optional<Digest> digest = find(Hash.parse(name));
            if (digest.isPresent()) {
              visitor.visit(digest.get());
            }
          }
        }
      }
    }
  }

  private List<String> directories(Path directory) throws IOException {
    List<String> names = new ArrayList<>();
    for (String name : disk.list(directory)) {
      if (StoreLayout.isFanOut(directory.resolve(name), disk)) {
        names.add(name);
      }
    }
    return names;
  }
}
