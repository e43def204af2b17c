package io.catalytic.run.validation;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * An iterator that reads one element ahead, and shows it.
 *
 * @param <T> the elements
 */
abstract class Ahead<T> implements Iterator<T> {
  private Optional<T> next = Optional.empty();
  private boolean isAtEnd;

  /** Returns the next element, or empty at the end; not called again after that. */
  abstract Optional<T> read();

  @Override
  public boolean hasNext() {
    if (next.isEmpty() && !isAtEnd) {
      next = read();
      isAtEnd = next.isEmpty();
    }
    return next.isPresent();
  }

  /** Returns what {@link #next} will, and leaves it there. */
  T peek() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return next.orElseThrow();
  }

  @Override
  public T next() {
    T element = peek();
    next = Optional.empty();
    return element;
  }
}
