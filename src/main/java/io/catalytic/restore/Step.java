package io.catalytic.restore;

import io.catalytic.domain.Entry;
import io.catalytic.domain.FileStamp;
import io.catalytic.domain.RawPath;
import io.catalytic.merkle.EntryType;
import java.util.Optional;

/** What is to be done about one path that is not as it was. */
public sealed interface Step {

  /** Returns where. */
  RawPath path();

  /** Returns what is done, in one word of the report: {@code create}, {@code remove} and so on. */
  String verb();

  /**
   * Makes an entry anew, in place of what is there.
   *
   * @param entry what has to be there
   * @param inTheWay what is there: nothing, or what differs in more than its mode
   */
  record Put(Entry entry, Optional<FileStamp> inTheWay) implements Step {
    @Override
    public RawPath path() {
      return entry.path();
    }

    @Override
    public String verb() {
      return inTheWay.isPresent() ? "replace" : "create";
    }

    /** Returns how many bytes are read from the store for it. */
    long bytes() {
      return entry.content().size();
    }

    /** Returns whether a directory, which has to be empty by then, is in the way. */
    boolean replacesDirectory() {
      return inTheWay.flatMap(FileStamp::type).filter(EntryType.DIRECTORY::equals).isPresent();
    }
  }

  /**
   * Sets the mode of what is right otherwise.
   *
   * @param entry what has to be there
   * @param present what is there
   */
  record SetMode(Entry entry, FileStamp present) implements Step {
    @Override
    public RawPath path() {
      return entry.path();
    }

    @Override
    public String verb() {
      return "mode";
    }
  }

  /**
   * Removes what the snapshot does not have.
   *
   * @param path where
   * @param present what is there; a directory is empty by then
   */
  record Remove(RawPath path, FileStamp present) implements Step {
    @Override
    public String verb() {
      return "remove";
    }
  }

  /**
   * Does nothing, so that the directory will not be as it was.
   *
   * @param path where
   * @param reason why, and what would help
   */
  record Leave(RawPath path, String reason) implements Step {
    @Override
    public String verb() {
      return "leave";
    }
  }
}
