package io.catalytic.store.remote;

import com.google.common.base.Throwables;
import io.catalytic.digest.Excerpt;
import java.util.Optional;

/**
 * What goes wrong with one kind of remote, in words: why, and what to do. What the libraries say is
 * cut to one line, and never holds credentials.
 */
interface RemoteTrouble {

  /** Returns whether the trouble is only that an object is not there. */
  boolean isMissing(Exception e);

  /** Returns why something could not be done, and what to do about it. */
  String reason(Exception e);

  /** Returns what is said of the first cause: its first line, of at most 300 characters. */
  static String message(Exception e) {
    Throwable root = Throwables.getRootCause(e);
    String message = root.getMessage() == null ? root.toString() : root.getMessage();
    return Excerpt.line(message.lines().findFirst().orElse(""), 300);
  }

  /** Returns the outermost cause of a type. */
  static <T extends Throwable> Optional<T> cause(Exception e, Class<T> type) {
    return Throwables.getCausalChain(e).stream()
        .filter(type::isInstance)
        .map(type::cast)
        .findFirst();
  }
}
