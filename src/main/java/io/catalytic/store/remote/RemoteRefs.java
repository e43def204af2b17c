package io.catalytic.store.remote;

import io.catalytic.store.RefName;
import io.catalytic.store.Refs;
import io.catalytic.store.pack.ByteSource;
import io.catalytic.store.pack.RegionStream;
import io.catalytic.store.remote.Remote.Listed;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;

/**
 * The refs of a remote store: {@code refs/NAME}, an object each, with {@code ,} for every {@code /}
 * of the name: there are no directories that could be in the way on those remotes that know them.
 * Thread-safe.
 */
final class RemoteRefs implements Refs {
  /** No part of a ref's name. */
  private static final char SEPARATOR = ',';

  private final RemoteObjects objects;

  private final Guard guard;

  /** Has the last word before a ref is written. */
  interface Guard {

    /** Returns if it may be. */
    void require() throws IOException;
  }

  RemoteRefs(RemoteObjects objects, Guard guard) {
    this.objects = objects;
    this.guard = guard;
  }

  /** Refs that may be written at any time. */
  static RemoteRefs unguarded(RemoteObjects objects) {
    return new RemoteRefs(objects, () -> {});
  }

  @Override
  public Optional<byte[]> read(String name) throws IOException {
    try (ByteSource source = objects.remote().open(object(name))) {
      return Optional.of(new RegionStream(source, 0, Long.MAX_VALUE).readAllBytes());
    } catch (NoSuchFileException e) {
      RemoteFormat.require(objects);
      return Optional.empty();
    }
  }

  @Override
  public void write(String name, byte[] value) throws IOException {
    String object = object(name);
    requireAlone(name);
    guard.require();
    objects.remote().put(object, new Chunk(value));
  }

  /** An object store would take such names; a store on disk could not. */
  private void requireAlone(String name) throws IOException {
    List<String> under = under(name);
    if (!under.isEmpty()) {
      throw RefName.conflict(name, under.get(0));
    }
    for (int slash = name.lastIndexOf('/'); slash > 0; slash = name.lastIndexOf('/', slash - 1)) {
      String above = name.substring(0, slash);
      if (objects.remote().size(object(above)).isPresent()) {
        throw RefName.conflict(name, above);
      }
    }
  }

  @Override
  public boolean delete(String name) throws IOException {
    return objects.remote().delete(object(name));
  }

  @Override
  public List<String> list(String parent) throws IOException {
    RemoteFormat.require(objects);
    return under(parent);
  }

  private List<String> under(String parent) throws IOException {
    String prefix = parent.isEmpty() ? RemoteLayout.REFS : object(parent) + SEPARATOR;
    return objects.remote().list(prefix).stream()
        .map(Listed::name)
        .map(name -> name.substring(RemoteLayout.REFS.length()).replace(SEPARATOR, '/'))
        .sorted()
        .toList();
  }

  private static String object(String name) {
    return RemoteLayout.REFS + new RefName(name).text().replace('/', SEPARATOR);
  }
}
