package io.catalytic.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/** Makes a store once, and copies of its files for all that is to be done with one like it. */
public final class StoreCopies {
  private final Path directory;
  private int places;

  /** How a store is made. */
  public interface Recipe {
    /** Makes it where nothing is yet. */
    void make(Path place) throws IOException;
  }

  /** Keeps all of them in a directory. */
  public StoreCopies(Path directory) {
    this.directory = directory;
  }

  /** Returns a place where nothing is yet. */
  public Path newPlace() {
    return directory.resolve("store-" + places++);
  }

  /** Returns a new copy of a store, which is made at the first time. */
  public Path copy(String name, Recipe recipe) throws IOException {
    Path model = directory.resolve(name);
    if (Files.notExists(model)) {
      recipe.make(model);
    }
    Path place = newPlace();
    List<Path> files;
    try (Stream<Path> all = Files.walk(model)) {
      files = all.toList();
    }
    for (Path file : files) {
      Path copy = place.resolve(model.relativize(file).toString());
      Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
    }
    return place;
  }
}
