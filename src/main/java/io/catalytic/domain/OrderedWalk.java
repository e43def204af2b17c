package io.catalytic.domain;

import com.google.common.collect.AbstractIterator;
import io.catalytic.merkle.EntryType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lists all paths of a domain in path order, its own directory first; what can't be an entry, too.
 *
 * <p>Held are the names in the directories on the way to the present one, and not the whole domain.
 * Iterating throws {@link UncheckedIOException} where the disk fails. For one thread.
 */
public final class OrderedWalk extends AbstractIterator<Sighting> {
  private final Domain domain;
  private final Deque<Deque<Turn>> pending = new ArrayDeque<>();

  /**
   * Whose turn it comes to in a directory.
   *
   * <p>In path order {@code a-b} stands between {@code a} and {@code a/c}. So a directory has two
   * turns: as a name, and, as if that ended in a slash, for what is in it.
   */
  private static final class Turn implements Comparable<Turn> {
    private final byte[] key;
    private final Sighting sighting;
    private final boolean inside;

    Turn(byte[] key, Sighting sighting, boolean inside) {
      this.key = key;
      this.sighting = sighting;
      this.inside = inside;
    }

    @Override
    public int compareTo(Turn other) {
      return Arrays.compareUnsigned(key, other.key);
    }
  }

  /** Starts a walk; of a directory that is not there it finds nothing. */
  public OrderedWalk(Domain domain) throws IOException {
    this.domain = domain;
    List<Turn> own = new ArrayList<>();
    try {
      add(own, domain.path(), RawPath.ROOT, new byte[0]);
    } catch (NoSuchFileException e) {
      own.clear();
    }
    pending.push(new ArrayDeque<>(own));
  }

  @Override
  protected @Nullable Sighting computeNext() {
    while (!pending.isEmpty()) {
      Turn turn = pending.element().poll();
      if (turn == null) {
        pending.pop();
      } else if (!turn.inside) {
        return turn.sighting;
      } else {
        pending.push(list(turn.sighting.path()));
      }
    }
    return endOfData();
  }

  private Deque<Turn> list(RawPath directory) {
    List<Turn> turns = new ArrayList<>();
    Set<RawPath> seen = new HashSet<>();
    try (Reach reach = Reach.to(domain.path(), directory);
        DirectoryStream<Path> children = Files.newDirectoryStream(reach.file())) {
      for (Path child : children) {
        byte[] name = PathBytes.ofName(child);
        RawPath path = directory.child(name);
        if (!domain.leftOut().contains(path) && seen.add(path)) {
          add(turns, child, path, name);
        }
      }
    } catch (NoSuchFileException | NotDirectoryException | AccessDeniedException e) {
      // Gone since it was seen, or swapped, or closed: whoever looks again will see.
      turns.clear();
    } catch (DirectoryIteratorException | IOException e) {
      throw failed(directory, e);
    }
    Collections.sort(turns);
    return new ArrayDeque<>(turns);
  }

  private static UncheckedIOException failed(RawPath path, Exception e) {
    return new UncheckedIOException(
        new IOException(
            (path.isRoot() ? "." : path.display()) + " can't be listed: " + e.getMessage(), e));
  }

  private static void add(List<Turn> turns, Path file, RawPath path, byte[] name)
      throws IOException {
    Sighting sighting;
    try {
      sighting = Sighting.of(file, path);
    } catch (NoSuchFileException e) {
      return;
    }
    if (sighting.stamp().type().filter(EntryType.DIRECTORY::equals).isEmpty()) {
      turns.add(new Turn(name, sighting, false));
    } else if (!Files.isReadable(file) || !Files.isExecutable(file)) {
      String refusal = "can't be listed: permission denied";
      turns.add(new Turn(name, new Sighting(path, sighting.stamp(), Optional.of(refusal)), false));
    } else {
      byte[] key = Arrays.copyOf(name, name.length + 1);
      key[name.length] = '/';
      turns.add(new Turn(name, sighting, false));
      turns.add(new Turn(key, sighting, true));
    }
  }
}
