package io.catalytic.store;

import java.io.IOException;
import java.io.InputStream;

/** Contents, any of which may be a blob that a store has lost. */
@FunctionalInterface
public interface ContentSource {

  /**
   * Offers all of them, one after another. May be asked again.
   *
   * @throws IOException if it can't go on; what it had offered by then was taken
   */
  void offer(Taker taker) throws IOException;

  /** One content. */
  @FunctionalInterface
  interface Content {

    /** Opens it, from its start; may be asked again. */
    InputStream open() throws IOException;
  }

  /** Takes what is offered. */
  interface Taker {

    /**
     * Looks whether a content is wanted, and takes it then.
     *
     * @param where what to call it in findings
     * @throws IOException if the taker can't go on; that the content can't be read is noted only
     */
    void take(String where, Content content) throws IOException;

    /** Notes that something can't be offered. */
    void skipped(String where, String why);
  }
}
