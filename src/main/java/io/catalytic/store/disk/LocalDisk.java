package io.catalytic.store.disk;

import io.catalytic.store.pack.ByteSink;
import io.catalytic.store.pack.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The real disk. A channel is never shared: an interrupted thread closes the channel it is in. */
final class LocalDisk implements Disk {
  private static final Set<StandardOpenOption> NEW =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  private static final FileAttribute<?>[] READ_ONLY =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
          ? new FileAttribute<?>[] {
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r--r--r--"))
          }
          : new FileAttribute<?>[0];

  @Override
  public ByteSink create(Path file) throws IOException {
    return new ForcedEarly(FileChannel.open(file, NEW, READ_ONLY));
  }

  @Override
  public ByteSource open(Path file) throws IOException {
    return new ChannelInput(FileChannel.open(file, StandardOpenOption.READ));
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void makeDirectory(Path directory) throws IOException {
    Files.createDirectory(directory);
  }

  @Override
  public void forceDirectory(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  @Override
  public void delete(Path path) throws IOException {
    Files.delete(path);
  }

  @Override
  public long size(Path file) throws IOException {
    return attributes(file)
        .filter(BasicFileAttributes::isRegularFile)
        .map(BasicFileAttributes::size)
        .orElse(ABSENT);
  }

  @Override
  public boolean isDirectory(Path path) throws IOException {
    return attributes(path).filter(BasicFileAttributes::isDirectory).isPresent();
  }

  @Override
  public FileKind kind(Path path) throws IOException {
    Optional<BasicFileAttributes> attributes = attributes(path, LinkOption.NOFOLLOW_LINKS);
    if (attributes.isEmpty()) {
      return FileKind.NOTHING;
    }
    if (attributes.get().isSymbolicLink()) {
      return FileKind.LINK;
    }
    if (attributes.get().isDirectory()) {
      return FileKind.DIRECTORY;
    }
    return attributes.get().isRegularFile() ? FileKind.FILE : FileKind.OTHER;
  }

  /**
   * Returns what there is to say of a file, or empty if there is none. {@code File.length} and
   * {@code Files.exists} would be a little cheaper, for most names that are asked for are not
   * there; but they say no for any trouble.
   */
  private static Optional<BasicFileAttributes> attributes(Path path, LinkOption... links)
      throws IOException {
    try {
      return Optional.of(Files.readAttributes(path, BasicFileAttributes.class, links));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  @Override
  public long modified(Path directory) throws IOException {
    try {
      return Files.getLastModifiedTime(directory).to(TimeUnit.NANOSECONDS);
    } catch (NoSuchFileException e) {
      return 0;
    }
  }

  @Override
  public List<String> list(Path directory) throws IOException {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      entries.forEach(entry -> names.add(String.valueOf(entry.getFileName())));
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    Collections.sort(names);
    return names;
  }

  private record ChannelInput(FileChannel channel) implements ByteSource {
    @Override
    public long size() throws IOException {
      return channel.size();
    }

    @Override
    public int read(long position, byte[] into, int offset, int length) throws IOException {
      return channel.read(ByteBuffer.wrap(into, offset, length), position);
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
