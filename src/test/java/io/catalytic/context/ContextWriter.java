package io.catalytic.context;

import io.catalytic.digest.Hash;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.Stores;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A process that externalizes and releases and says so, until it is done or killed. Run by {@link
 * ContextProcessTest}.
 */
final class ContextWriter {
  /** What one round adds; its first is released in the next round. */
  static final int ADDED = 5;

  private ContextWriter() {}

  /**
   * Works on the context {@code shared} of the store in the first argument, with values that follow
   * from the second, for so many rounds as the third says.
   */
  public static void main(String[] arguments) throws IOException {
    long seed = Long.parseLong(arguments[1]);
    int rounds = Integer.parseInt(arguments[2]);
    PrintStream out = System.out;
    try (ObjectStore store = Stores.open(arguments[0])) {
      // Before each step a line, so that the process can be killed there.
      ObjectStore telling = new WatchedStore(store, step -> out.println("step " + step));
      CatalyticContext context = CatalyticContext.open(telling, "shared");
      for (int round = 0; round < rounds; round++) {
        List<Hash> added = new ArrayList<>();
        try (Externalizing batch = context.batch()) {
          for (byte[] value : values(seed, round)) {
            added.add(batch.put(value).hash());
          }
          batch.commit();
        }
        added.forEach(hash -> out.println("live " + hash));
        Hash first = added.get(0);
        out.println("releasing " + first);
        if (!context.release(first)) {
          throw new IOException(first + " was not live");
        }
        out.println("released " + first);
      }
    }
  }

  private static List<byte[]> values(long seed, int round) {
    Random random = new Random(seed * 1_000_003 + round);
    List<byte[]> values = new ArrayList<>();
    for (int i = 0; i < ADDED; i++) {
      byte[] value = new byte[16 + random.nextInt(4_000)];
      random.nextBytes(value);
      values.add(value);
    }
    return values;
  }
}
