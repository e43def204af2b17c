package io.catalytic.store;

import io.catalytic.digest.Hash;
import java.io.IOException;

/** What a kind of store checks of itself: all but what its refs need. For one thread. */
public interface StoreScan {

  /** Reads everything that is stored, and sets aside what is not what it has to be. */
  void check(FsckLog log) throws IOException;

  /**
   * Names the blobs of which there are bad bytes: those set aside now or at any time before, and
   * those that could not be set aside.
   */
  void named(Lost lost, FsckLog log) throws IOException;

  /** Returns what was set aside or lies astray: it may be a good blob, under another name. */
  ContentSource aside();

  /** Takes blobs of which a copy was bad. */
  interface Lost {

    /** Returns whether there is no other copy of a blob. */
    boolean isMissing(Hash hash) throws IOException;

    /**
     * Takes a blob; one that is not missing is no matter.
     *
     * @param where what is left of it
     */
    void add(Hash hash, String where) throws IOException;
  }
}
