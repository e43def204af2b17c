package io.catalytic.restore;

import io.catalytic.digest.Hash;
import io.catalytic.domain.Entry;
import io.catalytic.domain.FileStamp;
import io.catalytic.domain.Handle;
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
import java.util.Optional;
import java.util.Set;

/**
 * Puts one path in its place: what is written is written beside, and renamed. What is in the way
 * goes only if it is what the plan has seen there. For one thread.
 */
final class Placing {
  private static final Set<OpenOption> NEW =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
  private static final int BUFFER = 1 << 17;

  private final Staging staging;
  private final ObjectStore store;
  private final RestoreListener listener;

  Placing(Staging staging, ObjectStore store, RestoreListener listener) {
    this.staging = staging;
    this.store = store;
    this.listener = listener;
  }

  /** Makes a directory that only its owner may use, in place of nothing or of an empty one. */
  void directory(Handle parent, byte[] name, Optional<FileStamp> inTheWay) throws IOException {
    expect(parent, name, inTheWay);
    Path directory = parent.child(name);
    if (inTheWay.isPresent()) {
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

  /** Puts a link there. */
  void link(Handle parent, byte[] name, Entry entry, Optional<FileStamp> inTheWay)
      throws IOException {
    byte[] target = store.read(entry.content().hash(), entry.content().size());
    listener.bytes(target.length);
    byte[] staged = staging.newName();
    staging.directory().makeLink(staged, target);
    publish(staged, parent, name, inTheWay);
  }

  /** Puts a file there, with its mode. */
  void file(Handle parent, byte[] name, Entry entry, Optional<FileStamp> inTheWay)
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

  /** Deletes a file, or a directory with nothing in it. */
  static void delete(Path file) throws IOException {
    try {
      Files.delete(file);
    } catch (DirectoryNotEmptyException e) {
      throw new DisturbedException("has something in it that was not there before");
    } catch (NoSuchFileException e) {
      throw new DisturbedException("vanished meanwhile");
    }
  }

  /** Refuses to go on if somebody has changed the path since the plan was made. */
  static void expect(Handle parent, byte[] name, Optional<FileStamp> planned) throws IOException {
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
