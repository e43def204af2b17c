package io.catalytic.pipeline.source;

import com.google.common.io.ByteStreams;
import io.catalytic.digest.Digest;
import io.catalytic.domain.ContentSink;
import io.catalytic.domain.Domain;
import io.catalytic.domain.Entry;
import io.catalytic.domain.RawPath;
import io.catalytic.merkle.EntryType;
import io.catalytic.run.Borrowed;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Optional;

/**
 * A file of inputs, one a line: each line is an entry, named by its number from 1 in {@value
 * #DIGITS} digits, so that the order of paths is the order of lines. Its content is the line
 * without the line feed. As a directory would, it has an entry of its own too.
 *
 * @param file absolute path, the same for every worker
 */
public record LinesSource(String file) implements Source {
  private static final int DIGITS = 10;
  private static final int DIRECTORY_MODE = 0755;
  private static final int FILE_MODE = 0644;

  /**
   * Returns the source of an existing file.
   *
   * @throws NoSuchFileException if there is none
   * @throws IllegalArgumentException if it is no file, or its path is not text
   */
  public static LinesSource of(Path file) throws IOException {
    Path real;
    try {
      real = file.toRealPath();
    } catch (NoSuchFileException e) {
      throw new NoSuchFileException(file.toString(), null, "there is no such file of inputs");
    }
    if (!Files.isRegularFile(real)) {
      throw new IllegalArgumentException(
          file + " is no file; inputs are read more than once: use - for what comes from a pipe");
    }
    return new LinesSource(real.toString());
  }

  /** Returns the path of a line's entry. */
  public static RawPath path(long line) {
    String digits = String.format(Locale.ROOT, "%0" + DIGITS + "d", line);
    if (digits.length() > DIGITS) {
      throw new IllegalArgumentException("a file of inputs has less than 10^10 lines");
    }
    return RawPath.of(digits);
  }

  @Override
  public Borrowed borrowed() {
    return Borrowed.inputs(file);
  }

  @Override
  public Optional<Domain> directory() {
    return Optional.empty();
  }

  @Override
  public void list(Visitor visitor) throws IOException {
    try (InputStream bytes = new BufferedInputStream(Files.newInputStream(path()), 1 << 16)) {
      visitor.found(Spot.of(RawPath.ROOT, true));
      long line = 1;
      long start = 0;
      long at = 0;
      for (int b = bytes.read(); b >= 0; b = bytes.read()) {
        if (b == '\n') {
          visitor.found(new Spot(path(line), false, start, at - start));
          line++;
          start = at + 1;
        }
        at++;
      }
      if (at > start) {
        visitor.found(new Spot(path(line), false, start, at - start));
      }
    } catch (NoSuchFileException e) {
      return; // nothing found
    }
  }

  @Override
  public boolean isHere() {
    return Files.isRegularFile(path());
  }

  @Override
  public SpotReader open(ContentSink sink) throws IOException {
    return new LineReader(FileChannel.open(path(), StandardOpenOption.READ), sink);
  }

  private Path path() {
    return Path.of(file);
  }

  private static final class LineReader implements SpotReader {
    private final FileChannel channel;
    private final InputStream bytes;
    private final ContentSink sink;

    LineReader(FileChannel channel, ContentSink sink) {
      this.channel = channel;
      this.bytes = Channels.newInputStream(channel);
      this.sink = sink;
    }

    @Override
    public Optional<Entry> read(Spot spot) throws IOException {
      if (spot.isDirectory()) {
        return Optional.of(
            new Entry(spot.path(), EntryType.DIRECTORY, DIRECTORY_MODE, Entry.NO_CONTENT));
      }
      channel.position(spot.offset());
      Digest content =
          sink.take(spot.path(), ByteStreams.limit(bytes, spot.length()), spot.length());
      if (content.size() != spot.length()) {
        throw new IOException(
            "line " + spot.path().display() + " is not there any more: the inputs were changed");
      }
      return Optional.of(new Entry(spot.path(), EntryType.FILE, FILE_MODE, content));
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
