package io.catalytic.store.disk;

import io.catalytic.digest.Digest;
import io.catalytic.digest.Hash;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** The blobs that have a file each: {@code objects/ab/cd/HASH}. Thread-safe. */
final class LooseObjects {
  private static final Pattern TWO_HEX = Pattern.compile("[0-9a-f]{2}");

  private final StoreLayout layout;
  private final Disk disk;

  LooseObjects(StoreLayout layout, Disk disk) {
    this.layout = layout;
    this.disk = disk;
  }

  /** Returns the blob's digest if there is a file of its name; the bytes are not looked at. */
  Optional<Digest> find(Hash hash) throws IOException {
    long size = disk.size(layout.loose(hash));
    return size == Disk.ABSENT ? Optional.empty() : Optional.of(new Digest(hash, size));
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

  private Iterable<String> directories(Path directory) throws IOException {
    return disk.list(directory).stream().filter(TWO_HEX.asMatchPredicate()).toList();
  }
}
