package io.catalytic.pipeline.progress;

/** Counts for one attempt at a group. Thread-safe. */
public final class GroupCount {
  private final long begun;
  private long done;
  private long aside;

  GroupCount(Counted from) {
    begun = from.begun();
    done = from.done();
    aside = from.aside();
  }

  /** One more is done. */
  public synchronized void done() {
    done++;
  }

  /** One that is done ended in the less usual way ({@link Step}). */
  public synchronized void aside() {
    aside++;
  }

  synchronized Counted now() {
    return new Counted(begun, done, Math.min(aside, done));
  }
}
