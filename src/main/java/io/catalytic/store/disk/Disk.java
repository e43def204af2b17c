package io.catalytic.store.disk;

import io.catalytic.store.pack.ByteSink;
import io.catalytic.store.pack.ByteSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The handful of file operations that a store on disk is made of.
 *
 * <p>This is the seam at which tests count, fail and record what the store does to a disk. What is
 * written and what is renamed is safe from a power cut only after {@link ByteSink#force} and {@link
 * #forceDirectory}; nothing here forces by itself. Thread-safe, but for the streams.
 */
interface Disk {

  /** What {@link #size} says where there is no file. */
  long ABSENT = -1;

  /** What a name stands for. */
  enum FileKind {
    /** There is nothing of this name. */
    NOTHING,
    /** A regular file. */
    FILE,
    /** A directory. */
    DIRECTORY,
    /** A symbolic link, wherever it leads. */
    LINK,
    /** A device, a pipe or a socket. */
    OTHER
  }

  /**
   * Creates a file that nobody may change once it is closed (mode 0444).
   *
   * @throws java.nio.file.FileAlreadyExistsException if the name is taken
   */
  ByteSink create(Path file) throws IOException;

  /**
   * Opens a file for reading at any position.
   *
   * @throws java.nio.file.NoSuchFileException if there is none
   */
  ByteSource open(Path file) throws IOException;

  /** Gives a file another name on the same file system, in place of any that has it already. */
  void rename(Path from, Path to) throws IOException;

  /**
   * Makes one directory.
   *
   * @throws java.nio.file.FileAlreadyExistsException if the name is taken
   */
  void makeDirectory(Path directory) throws IOException;

  /** Makes the names in a directory durable: those added, those removed. */
  void forceDirectory(Path directory) throws IOException;

  /**
   * Deletes a file or an empty directory.
   *
   * @throws java.nio.file.NoSuchFileException if there is none
   */
  void delete(Path path) throws IOException;

  /**
   * Returns a file's size in bytes, or {@link #ABSENT}, as for a directory. Links are followed.
   *
   * <p>Only what the file system says is not there is absent: whoever takes a failure for absence
   * deletes what is needed.
   *
   * @throws IOException if that can't be told, as where the directory above can't be read, or is a
   *     file
   */
  long size(Path file) throws IOException;

  /**
   * Returns whether there is a directory of this name, or a link to one; false also if there is
   * nothing.
   *
   * @throws IOException as {@link #size}
   */
  boolean isDirectory(Path path) throws IOException;

  /**
   * Returns what a name stands for; no link is followed.
   *
   * @throws IOException as {@link #size}
   */
  FileKind kind(Path path) throws IOException;

  /** Returns when a directory's names changed last, in ns since 1970; 0 if it is not there. */
  long modified(Path directory) throws IOException;

  /** Returns the names in a directory, sorted; none if there is no such directory. */
  List<String> list(Path directory) throws IOException;
}
