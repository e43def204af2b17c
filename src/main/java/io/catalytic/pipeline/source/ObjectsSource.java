package io.catalytic.pipeline.source;

import io.catalytic.digest.Digest;
import io.catalytic.domain.ContentSink;
import io.catalytic.domain.Domain;
import io.catalytic.domain.Entry;
import io.catalytic.domain.RawPath;
import io.catalytic.merkle.EntryType;
import io.catalytic.run.Borrowed;
import io.catalytic.store.remote.ObjectTree;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;

/**
 * Objects under a prefix of a bucket, as the directory that copying them all would make: a key is a
 * path, and what ends in a slash is a directory, as is what comes before a slash in another key. An
 * object store has no modes; every file counts as 0644 and every directory as 0755, so that the
 * root is that of such a copy.
 *
 * @param location as {@code s3://bucket/prefix}
 * @param leftOut folders of it that this program writes to
 */
public record ObjectsSource(String location, List<RawPath> leftOut) implements Source {
  private static final int DIRECTORY_MODE = 0755;
  private static final int FILE_MODE = 0644;
  private static final int ATTEMPTS = 3;

  /** Takes a copy. */
  public ObjectsSource {
    leftOut = List.copyOf(leftOut);
  }

  /**
   * Returns the source at a place.
   *
   * @param store location of the run's store, which is left out if it lies inside
   * @throws IllegalArgumentException if the place is none, or lies inside the store
   */
  public static ObjectsSource at(String uri, String store) {
    String place = ObjectTree.at(uri).location();
    if ((place + "/").startsWith(store + "/")) {
      throw new IllegalArgumentException(
          "the domain " + place + " lies inside " + store + ", where this program writes");
    }
    boolean isInside = store.startsWith(place + "/");
    return new ObjectsSource(
        place, isInside ? List.of(RawPath.of(store.substring(place.length() + 1))) : List.of());
  }

  @Override
  public Borrowed borrowed() {
    return new Borrowed(Borrowed.Kind.OBJECTS, location, leftOut);
  }

  @Override
  public Optional<Domain> directory() {
    return Optional.empty();
  }

  /** Holds the directories that it came upon, and no files. */
  @Override
  public void list(Visitor visitor) throws IOException {
    KeyPaths paths = new KeyPaths(leftOut, visitor);
    ObjectTree.at(location).list(paths::object);
  }

  /** A bucket is as near to one machine as to another. */
  @Override
  public boolean isHere() {
    return true;
  }

  @Override
  public SpotReader open(ContentSink sink) {
    ObjectTree tree = ObjectTree.at(location);
    return spot -> {
      if (spot.isDirectory()) {
        return Optional.of(
            new Entry(spot.path(), EntryType.DIRECTORY, DIRECTORY_MODE, Entry.NO_CONTENT));
      }
      return content(tree, spot, sink)
          .map(content -> new Entry(spot.path(), EntryType.FILE, FILE_MODE, content));
    };
  }

  /** A connection may break in the middle: then all of it is read again. */
  private static Optional<Digest> content(ObjectTree tree, Spot spot, ContentSink sink)
      throws IOException {
    String name = spot.path().utf8().orElseThrow();
    for (int attempt = 1; ; attempt++) {
      try (InputStream bytes = tree.open(name)) {
        return Optional.of(sink.take(spot.path(), bytes, spot.length()));
      } catch (NoSuchFileException e) {
        return Optional.empty();
      } catch (IOException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }
}
