package io.catalytic.pipeline;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Where a run's files go. Each is written beside, made durable, and put in place by one rename. */
final class OutputDirectory {
  private final Path directory;

  OutputDirectory(Path directory) throws IOException {
    this.directory = Files.createDirectories(directory);
  }

  void write(String name, byte[] bytes) throws IOException {
    write(name, new ByteArrayInputStream(bytes));
  }

  /** Takes the stream to its end. */
  void write(String name, InputStream bytes) throws IOException {
    // Not createTempFile, whose files nobody else may read.
    Path beside = directory.resolve("." + name + "." + UUID.randomUUID() + ".tmp");
    try (FileChannel file =
        FileChannel.open(beside, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      bytes.transferTo(Channels.newOutputStream(file));
      file.force(true);
    } catch (IOException e) {
      Files.deleteIfExists(beside);
      throw e;
    }
    Files.move(beside, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
      names.force(true);
    }
  }
}
