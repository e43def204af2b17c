package io.catalytic.store.disk;

import io.catalytic.digest.Digest;
import io.catalytic.store.GcOptions;
import io.catalytic.store.HashListTracer;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.Stores;
import io.catalytic.store.WriteBatch;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A process that writes the same blobs again and again, has a ref name them for a while, and reads
 * them; or one that cleans again and again. Run by {@link BusyStoreTest}.
 */
final class BusyWriter {
  private static final int BATCH = 500;

  private BusyWriter() {}

  /** Takes the store, what to do ({@code write} or {@code clean}), a name, blobs and rounds. */
  public static void main(String[] arguments) throws IOException {
    int rounds = Integer.parseInt(arguments[4]);
    for (int round = 0; round < rounds; round++) {
      if (arguments[1].equals("clean")) {
        try (ObjectStore store = Stores.open(arguments[0])) {
          store.gc(GcOptions.withGrace(Duration.ZERO));
        }
      } else {
        write(arguments[0], arguments[2], Integer.parseInt(arguments[3]), round == rounds - 1);
      }
      System.out.println("round " + round);
    }
  }

  private static void write(String place, String name, int count, boolean last) throws IOException {
    List<Digest> digests = new ArrayList<>();
    try (ObjectStore store = Stores.open(place)) {
      for (int start = 0; start < count; start += BATCH) {
        try (WriteBatch batch = store.begin()) {
          for (int i = start; i < start + BATCH; i++) {
            digests.add(batch.put(blob(i)));
          }
          batch.commit();
        }
      }
      HashListTracer.keep(store, name, digests);
    }
    try (ObjectStore store = Stores.open(place)) {
      readAll(store, count); // which nothing but the ref keeps alive now
      if (!last) {
        store.refs().delete("test/" + name);
      }
    }
  }

  /** Reads all blobs, which verifies them. */
  static void readAll(ObjectStore store, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      byte[] blob = blob(i);
      if (store.read(Digest.of(blob).hash(), blob.length).length != blob.length) {
        throw new IOException("blob " + i + " is not as long as it was");
      }
    }
  }

  /** Returns a blob: every hundredth is large. */
  private static byte[] blob(int number) {
    byte[] blob = new byte[number % 100 == 0 ? 140_000 : 200];
    new Random(number).nextBytes(blob);
    return blob;
  }
}
