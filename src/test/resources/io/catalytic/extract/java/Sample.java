package com.example.queue;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.*;

import java.util.List;
import java.util.function.*;

/** A queue. class NotOne in a comment. */
@Deprecated
public final class Sample<T extends Comparable<T>> implements Iterable<T> {
  private final List<T> items;

  static {
    System.loadLibrary("x");
  }

  @SuppressWarnings("unchecked")
  public Sample(List<? extends T> items, int... limits) {
    this.items = (List<T>) requireNonNull(items);
  }

  @Override
  public java.util.Iterator<T> iterator() {
    return new java.util.Iterator<>() {
      @Override
      public boolean hasNext() {
        return false;
      }

      @Override
      public T next() {
        throw new IllegalStateException();
      }
    };
  }

  <R> List<R> map(final Function<? super T, ? extends R> mapper, String[] names[]) {
    BiFunction<Integer, Integer, Integer> add = (a, b) -> a + b;
    class Local {
      void inLocal() {}
    }
    return items.stream().map(mapper).collect(toList());
  }

  enum Mode {
    FAST {
      @Override
      int cost(Sample<?> this$0) {
        return 1;
      }
    },
    SLOW;

    int cost(Sample<?> sample) {
      return 2;
    }
  }

  record Point(int x, int y) {
    Point {
      if (x < 0) {
        throw new IllegalArgumentException();
      }
    }

    Point(int both) {
      this(both, both);
    }
  }

  interface Visitor {
    void visit(Sample<?> sample, Mode mode);

    default void done() {}
  }

  @interface Marker {
    String value() default "";
  }

  void receiver(Sample<T> this, int n) {}
}
