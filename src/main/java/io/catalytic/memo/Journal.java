package io.catalytic.memo;

import io.catalytic.store.Refs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Completions as they come, made durable together: while one record is written, those that come
 * wait, and are the next record. Thread-safe.
 */
final class Journal {
  private final Refs refs;
  private final MemoRange range;
  private final ReentrantLock writing = new ReentrantLock();
  private final Object change = new Object();
  private List<KeptCall> waiting = new ArrayList<>();
  private long added;
  private long durable;
  private final List<String> written = new ArrayList<>();
  private volatile @Nullable IOException trouble;

  Journal(Refs refs, MemoRange range) {
    this.refs = refs;
    this.range = range;
  }

  /** Returns when the call is durable, or there was trouble. */
  void add(KeptCall call) throws InterruptedException {
    long turn;
    synchronized (change) {
      waiting.add(call);
      turn = ++added;
    }
    writing.lockInterruptibly();
    try {
      if (durable < turn && trouble == null) {
        write();
      }
    } finally {
      writing.unlock();
    }
  }

  private void write() {
    List<KeptCall> calls;
    long upTo;
    synchronized (change) {
      calls = waiting;
      waiting = new ArrayList<>();
      upTo = added;
    }
    String name = range.newName();
    try {
      refs.write(name, MemoRecord.write(calls));
      written.add(name);
      durable = upTo;
    } catch (IOException e) {
      fail(e);
    }
  }

  void fail(IOException e) {
    if (trouble == null) {
      trouble = e;
    }
  }

  void check() {
    IOException e = trouble;
    if (e != null) {
      throw new UncheckedIOException("what a model answers can't be kept", e);
    }
  }

  /** Returns the names of all records, or throws what trouble there was. */
  List<String> close() throws IOException {
    IOException e = trouble;
    if (e != null) {
      throw e;
    }
    return List.copyOf(written);
  }
}
