package io.catalytic.selection;

import java.io.Serializable;
import java.util.List;

/**
 * What a user should be told of a selection before anything is analysed.
 *
 * @param sentences one for each include that matches no file, and for each ignore file that was not
 *     understood
 * @param missing how many includes without wildcards match no file: files that were asked for and
 *     are not there
 */
public record SelectionNotices(List<String> sentences, long missing) implements Serializable {

  /** Nothing to tell. */
  public static final SelectionNotices NONE = new SelectionNotices(List.of(), 0);

  /** Takes a copy. */
  public SelectionNotices {
    sentences = List.copyOf(sentences);
  }
}
