package io.catalytic.extract;

import io.catalytic.model.ModelException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * All native memory of one client: as many workbenches as there were requests in flight at a time,
 * and the queries of the languages that came up. Thread-safe.
 */
final class Workshop implements AutoCloseable {
  private final NativeLedger ledger;
  private final Queue<Workbench> idle = new ConcurrentLinkedQueue<>();
  private final Map<Language, StructureQuery> queries = new EnumMap<>(Language.class);

  /** Held for reading by each request and for writing to close: nothing is freed while in use. */
  private final ReadWriteLock use = new ReentrantReadWriteLock();

  private boolean closed;

  Workshop(NativeLedger ledger) {
    this.ledger = ledger;
  }

  Structure read(Language language, String code, Deadline deadline)
      throws ModelException, InterruptedException {
    use.readLock().lockInterruptibly();
    try {
      if (closed) {
        throw new IllegalStateException("the embedded worker is closed");
      }
      StructureQuery query = query(language);
      Workbench free = idle.poll();
      Workbench bench = free == null ? new Workbench(ledger) : free;
      try {
        return bench.read(query, code, deadline);
      } finally {
        idle.add(bench);
      }
    } finally {
      use.readLock().unlock();
    }
  }

  private StructureQuery query(Language language) {
    synchronized (queries) {
      return queries.computeIfAbsent(language, each -> new StructureQuery(each, ledger));
    }
  }

  @Override
  public void close() {
    use.writeLock().lock();
    try {
      closed = true;
      idle.forEach(Workbench::close);
      idle.clear();
      synchronized (queries) {
        queries.values().forEach(StructureQuery::close);
        queries.clear();
      }
    } finally {
      use.writeLock().unlock();
    }
  }
}
