package io.catalytic.store.disk;

import io.catalytic.digest.Digest;
import io.catalytic.digest.Hash;
import io.catalytic.store.Finding;
import io.catalytic.store.FsckLog;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** Checks all loose objects, and names what lies among them and is none. For one use. */
final class LooseScan {
  private final StoreLayout layout;
  private final Disk disk;
  private final Quarantine quarantine;

  LooseScan(StoreLayout layout, Disk disk, Quarantine quarantine) {
    this.layout = layout;
    this.disk = disk;
    this.quarantine = quarantine;
  }

  /** Takes what lies under {@code objects/}. */
  interface Visitor {

    /** Takes a file that has the name and the place of a loose object. */
    void object(Hash hash) throws IOException;

    /** Takes any other file, or a directory without its like. */
    void stray(Path path) throws IOException;

    /** Takes a directory that can't be listed. */
    void unreadable(Path directory, IOException failure);
  }

  /** Takes what is no loose object. */
  interface StrayVisitor {

    /** Takes one. */
    void stray(Path path) throws IOException;
  }

  /** Checks; returns whether there is anything astray. */
  boolean check(FsckLog log) throws IOException {
    boolean[] astray = {false};
    walk(
        new Visitor() {
          @Override
          public void object(Hash hash) {
            checkObject(hash, log);
          }

          @Override
          public void stray(Path path) {
            astray[0] = true;
            String what = "no loose object: these are objects/ab/cd/HASH";
            log.found(Finding.of(Finding.Kind.STRAY, layout.name(path), what));
          }

          @Override
          public void unreadable(Path directory, IOException failure) {
            String what = String.valueOf(failure.getMessage());
            log.found(Finding.of(Finding.Kind.UNREADABLE, layout.name(directory), what));
          }
        });
    return astray[0];
  }

  /** Goes through what is no loose object. */
  void forEachStray(StrayVisitor visitor) throws IOException {
    walk(
        new Visitor() {
          @Override
          public void object(Hash hash) {
            // Where it should be.
          }

          @Override
          public void stray(Path path) throws IOException {
            visitor.stray(path);
          }

          @Override
          public void unreadable(Path directory, IOException failure) {
            // The check has said so.
          }
        });
  }

  private void walk(Visitor visitor) throws IOException {
    for (String first : disk.list(layout.objects())) {
      Path outer = layout.objects().resolve(first);
      if (isFanOut(outer, visitor)) {
        for (String second : list(outer, visitor)) {
          Path inner = outer.resolve(second);
          if (isFanOut(inner, visitor)) {
            walk(inner, first + second, visitor);
          }
        }
      }
    }
  }

  private void walk(Path directory, String prefix, Visitor visitor) throws IOException {
    for (String name : list(directory, visitor)) {
      if (Hash.isHex(name) && name.startsWith(prefix)) {
        visitor.object(Hash.parse(name));
      } else {
        visitor.stray(directory.resolve(name));
      }
    }
  }

  private List<String> list(Path directory, Visitor visitor) {
    try {
      return disk.list(directory);
    } catch (IOException e) {
      visitor.unreadable(directory, e);
      return List.of();
    }
  }

  /** Returns whether there are objects in a directory; tells the visitor what else it is. */
  private boolean isFanOut(Path path, Visitor visitor) throws IOException {
    try {
      if (StoreLayout.isFanOut(path, disk)) {
        return true;
      }
    } catch (IOException e) {
      visitor.unreadable(path, e);
      return false;
    }
    visitor.stray(path);
    return false;
  }

  private void checkObject(Hash hash, FsckLog log) {
    Path file = layout.loose(hash);
    try {
      Digest actual = quarantine.digest(file);
      if (actual.hash().equals(hash)) {
        log.checked(actual.size());
      } else {
        corrupt(hash, file, "its bytes are those of " + actual, log);
      }
    } catch (NoSuchFileException e) {
      // Gone since it was listed.
    } catch (IOException e) {
      log.found(unread(file, e, layout, disk));
    }
  }

  /** Says of what could not be read that it is a fault of the disk, or else no file. */
  static Finding unread(Path file, IOException failure, StoreLayout layout, Disk disk) {
    boolean directory;
    try {
      directory = disk.isDirectory(file);
    } catch (IOException e) {
      directory = false; // nothing is known of it
    }
    Finding.Kind kind = directory ? Finding.Kind.STRAY : Finding.Kind.UNREADABLE;
    return Finding.of(kind, layout.name(file), String.valueOf(failure.getMessage()));
  }

  private void corrupt(Hash hash, Path file, String what, FsckLog log) {
    Finding.Done done = Finding.Done.SET_ASIDE;
    String more = "";
    try {
      if (!quarantine.setAside(hash)) {
        String right = what + ", and it was right when it was read again";
        log.found(Finding.of(Finding.Kind.UNREADABLE, layout.name(file), right));
        return;
      }
    } catch (IOException e) {
      done = Finding.Done.LEFT;
      more = "; not set aside: " + e.getMessage();
    }
    log.found(Finding.of(Finding.Kind.BLOB, layout.name(file), hash, what + more, done));
  }
}
