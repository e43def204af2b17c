package io.catalytic.domain;

import com.google.common.io.ByteStreams;
import io.catalytic.digest.Digest;
import io.catalytic.merkle.EntryType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads paths of a domain into entries, in bounded memory.
 *
 * <p>The file system is asked before and after: if a file changed in between, it is read again, and
 * given up after {@value #ATTEMPTS} times. Of a file that grows, no more is read at a time than one
 * byte beyond what it had: what grows as fast as it is read has no end. Use one instance, like its
 * sink, from one thread.
 */
public final class EntryReader {
  private static final int ATTEMPTS = 3;
  private static final Set<OpenOption> READ =
      Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

  private final Domain domain;
  private final Path root;
  private final ContentSink sink;

  /** Reads entries of a domain into a sink. */
  public EntryReader(Domain domain, ContentSink sink) {
    this.domain = domain;
    this.root = domain.path();
    this.sink = sink;
  }

  /**
   * Reads a path.
   *
   * @return empty if there is nothing at the path
   * @throws UnstableEntryException if it changes each time that it is read
   * @throws RefusedPathsException if it can't be an entry
   */
  public Optional<Entry> read(RawPath path) throws IOException {
    try (Reach reach = Reach.to(root, path)) {
      try {
        return Optional.of(read(reach.file(), path, FileStamp.of(reach.file())));
      } catch (FileSystemException e) {
        return nothingThere(reach, e);
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      return Optional.empty();
    }
  }

  /** Reads a path that a walk has just come upon; as {@link #read(RawPath)}. */
  public Optional<Entry> read(Found found) throws IOException {
    try (Reach reach = Reach.to(root, found.path())) {
      try {
        return Optional.of(read(reach.file(), found.path(), found.stamp()));
      } catch (FileSystemException e) {
        return nothingThere(reach, e);
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      return Optional.empty();
    }
  }

  /** Java has no type for "a part of the path is no directory", which means the same. */
  private static Optional<Entry> nothingThere(Reach reach, FileSystemException e)
      throws FileSystemException {
    if (e instanceof NoSuchFileException || !reach.liesInDirectory()) {
      return Optional.empty();
    }
    throw e;
  }

  private Entry read(Path file, RawPath path, FileStamp first) throws IOException {
    FileStamp before = first;
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      Optional<Digest> content = content(file, path, before);
      FileStamp after = FileStamp.of(file);
      if (content.isPresent() && isUnchanged(before, after, content.get())) {
        EntryType type = typeOf(path, after);
        int mode = type == EntryType.SYMLINK ? 0 : after.permissions();
        return new Entry(path, type, mode, content.get());
      }
      before = after;
    }
    throw new UnstableEntryException(path, ATTEMPTS);
  }

  /** Returns empty if the path is no longer what the stamp says. */
  private Optional<Digest> content(Path file, RawPath path, FileStamp stamp) throws IOException {
    return switch (typeOf(path, stamp)) {
      case DIRECTORY -> Optional.of(Entry.NO_CONTENT);
      case SYMLINK -> linkTarget(file, path);
      case FILE -> fileBytes(file, path, stamp);
    };
  }

  private Optional<Digest> linkTarget(Path file, RawPath path) throws IOException {
    try {
      byte[] target = PathBytes.ofTarget(Files.readSymbolicLink(file));
      return Optional.of(sink.take(path, new ByteArrayInputStream(target), target.length));
    } catch (NotLinkException e) {
      return Optional.empty();
    }
  }

  private Optional<Digest> fileBytes(Path file, RawPath path, FileStamp stamp) throws IOException {
    // The walk that saw a file may be long ago. To open a FIFO in its place would wait for ever.
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    try (InputStream bytes = Channels.newInputStream(Files.newByteChannel(file, READ))) {
      long size = stamp.size();
      return Optional.of(sink.take(path, ByteStreams.limit(bytes, size + 1), size));
    } catch (NoSuchFileException e) {
      throw e;
    } catch (FileSystemException e) {
      // Perhaps a link or a directory took its place: only then is it worth another look.
      if (FileStamp.of(file).equals(stamp)) {
        throw e;
      }
      return Optional.empty();
    }
  }

  private EntryType typeOf(RawPath path, FileStamp stamp) throws RefusedPathsException {
    return stamp
        .type()
        .orElseThrow(
            () ->
                new RefusedPathsException(
                    domain.directory(), List.of(new Refused(path, "is " + stamp.specialType()))));
  }

  /** A directory's own stamp changes with its children; only what its entry holds counts. */
  private static boolean isUnchanged(FileStamp before, FileStamp after, Digest content) {
    boolean isDirectory = after.type().filter(EntryType.DIRECTORY::equals).isPresent();
    return isDirectory
        ? before.mode() == after.mode()
        : before.equals(after) && content.size() == after.size();
  }
}
