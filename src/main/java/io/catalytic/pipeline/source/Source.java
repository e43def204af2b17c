package io.catalytic.pipeline.source;

import io.catalytic.domain.ContentSink;
import io.catalytic.domain.Domain;
import io.catalytic.domain.Refused;
import io.catalytic.domain.RefusedPathsException;
import io.catalytic.run.Borrowed;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What a run borrows. Travels to the workers; each reads it where it finds it itself. */
public interface Source extends Serializable {

  /** Takes what a listing comes upon. */
  interface Visitor {
    /** Something that can be an entry. */
    void found(Spot spot) throws IOException;

    /** Something that can't. */
    void refused(Refused refused) throws IOException;
  }

  /** Returns what the run's record and proof tell of it. */
  Borrowed borrowed();

  /**
   * Lists all entries, in no particular order, without holding them. Of a source that is gone it
   * finds nothing.
   */
  void list(Visitor visitor) throws IOException;

  /** Returns whether this machine has it. */
  boolean isHere();

  /**
   * Returns whether what this machine has is what the run was started with, and not something else
   * by the same name: as far as that can be told without reading it.
   */
  default boolean isTheBorrowed() throws IOException {
    return true;
  }

  /** Opens it for reading. */
  SpotReader open(ContentSink sink) throws IOException;

  /** Returns the directory that it is, if it is one: what can be put back. */
  Optional<Domain> directory();

  /**
   * Hands out all entries, without holding them.
   *
   * @throws RefusedPathsException if there is anything that can't be an entry; it lists all of that
   * @throws NoSuchFileException if there is nothing
   */
  default void forEach(Consumer<Spot> visitor) throws IOException {
    List<Refused> refused = new ArrayList<>();
    boolean[] any = {false};
    list(
        new Visitor() {
          @Override
          public void found(Spot spot) {
            any[0] = true;
            visitor.accept(spot);
          }

          @Override
          public void refused(Refused path) {
            refused.add(path);
          }
        });
    if (!refused.isEmpty()) {
      refused.sort(Comparator.comparing(Refused::path));
      throw new RefusedPathsException(borrowed().location(), refused);
    }
    if (!any[0]) {
      throw new NoSuchFileException(borrowed().location(), null, "there is nothing there");
    }
  }
}
