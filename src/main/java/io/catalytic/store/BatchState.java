package io.catalytic.store;

import io.catalytic.digest.Hash;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Whether a batch still takes anything, for every kind of store. For one thread at a time. */
public final class BatchState {
  private boolean open = true;
  private @Nullable IOException broken;

  /** A batch that was just begun. */
  public BatchState() {}

  /**
   * Checks that the batch may be used.
   *
   * @throws IOException if a put of it failed in a way that spoils what came before
   * @throws IllegalStateException if it was committed or closed
   */
  public void requireOpen() throws IOException {
    if (broken != null) {
      throw new IOException("an earlier put of this batch failed; begin another", broken);
    }
    if (!open) {
      throw new IllegalStateException("the batch was committed or closed; begin another");
    }
  }

  /** Notes a failure after which the batch can only be closed; returns it, to be thrown. */
  public IOException broken(IOException failure) {
    broken = failure;
    return failure;
  }

  /** Notes that the batch is committed or closed. */
  public void end() {
    open = false;
  }

  /** Returns what a commit throws where a blob is gone that it relied on. */
  public static IOException gone(Hash hash) {
    return new IOException(
        "blob "
            + hash
            + " was in the store when it was put, and is there no more (set aside as corrupt, or"
            + " removed); put the batch again");
  }
}
