package io.catalytic.store.remote;

import io.catalytic.store.pack.ByteSource;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

/** Fails the n-th operation, counted from {@link #failAt}, or that and all after it. */
final class FaultyRemote implements Remote {

  /** How an operation fails. */
  enum Mode {
    /** One, before anything is done. */
    BEFORE,
    /** One, after all of it was done: its answer was lost. */
    AFTER,
    /** One; what is sent is cut in its middle. */
    CUT,
    /** That and all after it, as by a network that is gone. */
    FROM_THEN_ON
  }

  /** What an operation throws that was made to fail. */
  static final class InjectedFault extends IOException {
    private static final long serialVersionUID = 1;

    InjectedFault(String what, String name) {
      super("injected fault: " + what + " " + name);
    }
  }

  private final Remote remote;
  private final AtomicLong operations = new AtomicLong();
  private volatile long failAt = Long.MAX_VALUE;
  private volatile Mode mode = Mode.BEFORE;

  FaultyRemote(Remote remote) {
    this.remote = remote;
  }

  /** Starts to count, and fails the n-th operation from now, the first being 1. */
  void failAt(long n, Mode how) {
    operations.set(0);
    failAt = n;
    mode = how;
  }

  /** Lets everything succeed from now on; returns whether anything was made to fail. */
  boolean heal() {
    boolean failed = operations.get() >= failAt;
    failAt = Long.MAX_VALUE;
    return failed;
  }

  private interface Operation<T> {
    T run() throws IOException;
  }

  private boolean isDue() {
    long operation = operations.incrementAndGet();
    return mode == Mode.FROM_THEN_ON ? operation >= failAt : operation == failAt;
  }

  private <T> T step(String what, String name, Operation<T> operation) throws IOException {
    if (!isDue()) {
      return operation.run();
    }
    if (mode == Mode.AFTER) {
      operation.run();
    }
    throw new InjectedFault(what, name);
  }

  @Override
  public List<Listed> list(String prefix) throws IOException {
    return step("list", prefix, () -> remote.list(prefix));
  }

  @Override
  public List<String> some() throws IOException {
    return step("list some", "", remote::some);
  }

  @Override
  public OptionalLong size(String name) throws IOException {
    return step("size of", name, () -> remote.size(name));
  }

  @Override
  public ByteSource open(String name) throws IOException {
    ByteSource source = step("open", name, () -> remote.open(name));
    return new ByteSource() {
      @Override
      public long size() throws IOException {
        return source.size();
      }

      @Override
      public int read(long position, byte[] into, int offset, int length) throws IOException {
        return step("read", name, () -> source.read(position, into, offset, length));
      }

      @Override
      public void close() throws IOException {
        source.close();
      }
    };
  }

  @Override
  public void put(String name, ByteSource content) throws IOException {
    if (!isDue()) {
      remote.put(name, content);
      return;
    }
    if (mode == Mode.AFTER) {
      remote.put(name, content);
    } else if (mode == Mode.CUT) {
      remote.put(name, new Cut(name, content));
    }
    throw new InjectedFault("put", name);
  }

  @Override
  public boolean delete(String name) throws IOException {
    return step("delete", name, () -> remote.delete(name));
  }

  /**
   * What is sent until it breaks off.
   *
   * @param name the object's
   * @param whole all of it
   */
  private record Cut(String name, ByteSource whole) implements ByteSource {
    @Override
    public long size() throws IOException {
      return whole.size();
    }

    @Override
    public int read(long position, byte[] into, int offset, int length) throws IOException {
      long left = whole.size() / 2 - position;
      if (left <= 0) {
        throw new InjectedFault("put", name);
      }
      return whole.read(position, into, offset, (int) Math.min(left, length));
    }

    @Override
    public void close() {
      // The whole is its owner's.
    }
  }
}
