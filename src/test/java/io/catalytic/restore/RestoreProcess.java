package io.catalytic.restore;

import io.catalytic.digest.Hash;
import io.catalytic.domain.RawPath;
import io.catalytic.domain.SnapshotIndex;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.Stores;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * A process that restores a directory and says what it comes to, to be killed. Run by {@link
 * RestoreKillTest}.
 */
final class RestoreProcess {
  /** The last argument of one that waits for a byte before its first change. */
  static final String WAITING = "waiting";

  private RestoreProcess() {}

  /** Restores, with deletion: from a store, a root, into a directory. */
  public static void main(String[] arguments) throws IOException {
    boolean waits = arguments[arguments.length - 1].equals(WAITING);
    try (ObjectStore store = Stores.openExisting(arguments[0])) {
      SnapshotIndex.Known snapshot =
          new SnapshotIndex(store).find(Hash.parse(arguments[1])).orElseThrow();
      RestoreReport report =
          new Tree(Path.of(arguments[2]), store)
              .restore(
                  snapshot, RestoreOptions.DEFAULT.deleting(true), new Telling(System.out, waits));
      System.out.println(report.restored() ? "restored" : "not restored");
    }
  }

  private record Telling(PrintStream out, boolean waits) implements RestoreListener {
    @Override
    public void begins(Phase phase, long paths, long bytes) {
      out.println(phase);
    }

    @Override
    public void path(RawPath path) {
      out.println("path");
    }

    @Override
    public void bytes(long count) {
      out.println("bytes");
      if (waits) {
        try {
          System.in.read();
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }
}
