package io.catalytic.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;

/** Goes from a store's refs to every blob that they keep alive. Immutable, thread-safe. */
public final class Reachability {
  private final Map<String, RefTracer> tracers;

  private Reachability(Map<String, RefTracer> tracers) {
    this.tracers = tracers;
  }

  /** Knows all kinds of refs that this program has tracers for. */
  public static Reachability ofAllKinds() {
    Map<String, RefTracer> tracers = new TreeMap<>();
    for (RefTracer tracer : ServiceLoader.load(RefTracer.class)) {
      tracers.put(tracer.kind(), tracer);
    }
    return new Reachability(tracers);
  }

  /**
   * Hands over every blob that any ref of a store needs.
   *
   * @return how many refs there are
   * @throws IOException if a ref can't be traced: it is damaged, or of a kind that nobody knows
   */
  public long trace(ObjectStore store, Mark mark) throws IOException {
    Set<String> seen = new HashSet<>();
    long traced = 0;
    // Until a listing brings nothing new: what one ref named may have moved to another meanwhile.
    for (boolean more = true; more; ) {
      more = false;
      for (String name : store.refs().list("")) {
        if (seen.add(name)) {
          more = true;
          Optional<byte[]> value = store.refs().read(name);
          if (value.isPresent()) {
            trace(store, name, value.get(), mark);
            traced++;
          }
        }
      }
    }
    return traced;
  }

  private void trace(ObjectStore store, String name, byte[] value, Mark mark) throws IOException {
    String kind = name.substring(0, name.indexOf('/') < 0 ? name.length() : name.indexOf('/'));
    RefTracer tracer = tracers.get(kind);
    if (tracer == null) {
      throw new IOException(
          "ref "
              + name
              + ": this program does not know what refs of the kind "
              + kind
              + " keep alive (it knows "
              + String.join(", ", tracers.keySet())
              + "); use the program that wrote it, or remove the ref");
    }
    try {
      tracer.trace(name, value, store, mark);
    } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
      throw new IOException(
          "ref "
              + name
              + ": what it keeps can't be told: "
              + e.getMessage()
              + "; store fsck says more",
          e);
    }
  }
}
