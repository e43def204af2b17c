package io.catalytic.restore;

import io.catalytic.digest.Hash;
import io.catalytic.domain.Entry;
import io.catalytic.domain.FileStamp;
import io.catalytic.domain.Handle;
import io.catalytic.domain.RawPath;
import io.catalytic.domain.Refused;
import io.catalytic.merkle.EntryType;
import io.catalytic.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Does what a plan says. For one thread, once. */
final class Changes {
  private static final Set<OpenOption> NEW =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
  private static final int BUFFER = 1 << 17;

  private final Handle root;
  private final Staging staging;
  private final ObjectStore store;
  private final RestoreListener listener;
  private final List<Refused> disturbed = new ArrayList<>();

  private final DirectoryModes modes;
  private long done;
  private RawPath at = RawPath.ROOT;

  /** Prepares to change a directory. */
  Changes(
      Handle root,
      Staging staging,
      ObjectStore store,
      RestoreListener listener,
      DirectoryModes modes) {
    this.root = root;
    this.staging = staging;
    this.store = store;
    this.listener = listener;
    this.modes = modes;
  }

  /** One step, done in the directory that the path lies in. */
  private interface Change {
    void in(Handle parent, byte[] name) throws IOException;
  }

  /** Returns how many steps were done. */
  long done() {
    return done;
  }

  /** Returns the path that the last step was about. */
  RawPath at() {
    return at;
  }

  /** Returns the paths that were left alone, in the order of the steps. */
  List<Refused> disturbed() {
    return disturbed;
  }

  /** Does all steps but for the modes of directories. */
  void make(RestorePlan plan) throws IOException {
    List<Step> steps = plan.steps();
    try (TreeCursor cursor = new TreeCursor(root, modes)) {
      // A path is greater than the directory that it lies in: backwards is from the bottom up.
      for (int i = steps.size() - 1; i >= 0; i--) {
        if (steps.get(i) instanceof Step.Remove remove) {
          apply(cursor, remove.path(), (parent, name) -> remove(parent, name, remove));
        }
      }
    }
    try (TreeCursor cursor = new TreeCursor(root, modes)) {
      for (Step step : steps) {
        if (step instanceof Step.Put put) {
          put(cursor, put);
        } else if (step instanceof Step.SetMode mode) {
          setMode(cursor, mode);
        }
      }
    }
  }

  private void apply(TreeCursor cursor, RawPath path, Change change) throws IOException {
    at = path;
    listener.path(path);
    try {
      change.in(cursor.toChange(path.parent()), path.name());
      done++;
    } catch (DisturbedException e) {
      disturbed.add(new Refused(path, String.valueOf(e.getMessage())));
    }
  }

  private void put(TreeCursor cursor, Step.Put put) throws IOException {
    Entry entry = put.entry();
    if (entry.type() == EntryType.DIRECTORY) {
      modes.set(entry.path(), entry.mode());
    }
    if (entry.path().isRoot()) {
      done++;
      return; // made before there was a handle on it
    }
    apply(
        cursor,
        entry.path(),
        (parent, name) -> {
          switch (entry.type()) {
            case DIRECTORY -> putDirectory(parent, name, put);
            case SYMLINK -> putLink(parent, name, put);
            case FILE -> putFile(parent, name, entry, put.inTheWay());
          }
          if (put.replacesDirectory()) {
            modes.forget(entry.path()); // if it was opened up
          }
        });
  }

  private void setMode(TreeCursor cursor, Step.SetMode step) throws IOException {
    Entry entry = step.entry();
    if (entry.type() == EntryType.DIRECTORY) {
      listener.path(entry.path());
      modes.set(entry.path(), entry.mode());
      done++;
      return;
    }
    apply(
        cursor,
        entry.path(),
        (parent, name) -> {
          expect(parent, name, Optional.of(step.present()));
          try (Handle file = parent.any(name)) {
            if (file.links() == 1 && file.stamp().sameFile(step.present())) {
              file.setMode(entry.mode());
              return;
            }
          }
          // Its other names are to keep the mode they have, and may lie outside.
          putFile(parent, name, entry, Optional.of(step.present()));
        });
  }

  private void putDirectory(Handle parent, byte[] name, Step.Put put) throws IOException {
    expect(parent, name, put.inTheWay());
    Path directory = parent.child(name);
    if (put.inTheWay().isPresent()) {
      delete(directory);
    }
    try {
      Files.createDirectory(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (FileAlreadyExistsException e) {
      throw appeared();
    }
  }

  private void putLink(Handle parent, byte[] name, Step.Put put) throws IOException {
    Entry entry = put.entry();
    byte[] target = store.read(entry.content().hash(), entry.content().size());
    listener.bytes(target.length);
    byte[] staged = staging.newName();
    staging.directory().makeLink(staged, target);
    publish(staged, parent, name, put.inTheWay());
  }

  private void putFile(Handle parent, byte[] name, Entry entry, Optional<FileStamp> inTheWay)
      throws IOException {
    expect(parent, name, inTheWay); // before gigabytes are written for nothing
    byte[] staged = staging.newName();
    Path file = staging.directory().child(staged);
    write(entry.content().hash(), file);
    // Only now: to write to a file takes its setuid bit away.
    Files.setAttribute(file, "unix:mode", entry.mode());
    publish(staged, parent, name, inTheWay);
  }

  /** The store's stream ends with an exception if the bytes were not those of the hash. */
  private void write(Hash content, Path file) throws IOException {
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = store.open(content);
        FileChannel out = FileChannel.open(file, NEW)) {
      int read = in.read(buffer);
      while (read >= 0) {
        ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, read);
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
        listener.bytes(read);
        read = in.read(buffer);
      }
    }
  }

  private void publish(byte[] staged, Handle parent, byte[] name, Optional<FileStamp> inTheWay)
      throws IOException {
    Path from = staging.directory().child(staged);
    try {
      expect(parent, name, inTheWay);
      if (inTheWay.flatMap(FileStamp::type).filter(EntryType.DIRECTORY::equals).isPresent()) {
        delete(parent.child(name));
      }
      Files.move(from, parent.child(name), StandardCopyOption.ATOMIC_MOVE);
    } catch (DisturbedException e) {
      Files.delete(from);
      throw e;
    }
  }

  private void remove(Handle parent, byte[] name, Step.Remove step) throws IOException {
    expect(parent, name, Optional.of(step.present()));
    delete(parent.child(name));
    modes.forget(step.path()); // if it was opened up
  }

  private static void delete(Path file) throws IOException {
    try {
      Files.delete(file);
    } catch (DirectoryNotEmptyException e) {
      throw new DisturbedException("has something in it that was not there before");
    } catch (NoSuchFileException e) {
      throw new DisturbedException("vanished meanwhile");
    }
  }

  /** Refuses to go on if somebody has changed the path since the plan was made. */
  private static void expect(Handle parent, byte[] name, Optional<FileStamp> planned)
      throws IOException {
    FileStamp now;
    try {
      now = FileStamp.of(parent.child(name));
    } catch (NoSuchFileException e) {
      if (planned.isPresent()) {
        throw new DisturbedException("vanished meanwhile");
      }
      return;
    }
    if (planned.isEmpty()) {
      throw appeared();
    }
    if (!now.sameFile(planned.get())) {
      throw new DisturbedException("was changed meanwhile");
    }
  }

  private static DisturbedException appeared() {
    return new DisturbedException("appeared meanwhile");
  }
}
