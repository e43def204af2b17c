package io.catalytic.store;

import io.catalytic.digest.Hash;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Goes from a store's refs to every blob that they keep alive. Immutable, thread-safe. */
public final class Reachability {
  private static final int MOST_LISTINGS = 5;

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

  /** Says of a blob whether a store has it. */
  public interface Presence {

    /** Returns whether there is a copy, wherever in the store. */
    boolean isThere(Hash hash) throws IOException;
  }

  /** A blob that a ref needs is not there. */
  private static final class Missing extends IOException {
    private static final long serialVersionUID = 1;

    Missing(Hash hash) {
      super("blob " + hash);
    }
  }

  /**
   * Adds every blob that any ref of a store needs or keeps. It costs a look for each that is
   * needed: where one is not there the refs may be the wrong ones, as after a restore of half a
   * store, and it is not the time to delete.
   *
   * @return how many refs there are
   * @throws IOException as {@link #trace}; or if a ref needs a blob of which there is no copy: the
   *     message says which, and what to do
   */
  public long mark(ObjectStore store, Presence presence, LiveSet live) throws IOException {
    return trace(
        store,
        new Mark() {
          @Override
          public void needs(Hash hash) throws IOException {
            if (live.isNeeded(hash)) {
              return;
            }
            if (!presence.isThere(hash)) {
              throw new Missing(hash);
            }
            live.addNeeded(hash);
          }

          @Override
          public void keeps(Hash hash) {
            live.add(hash);
          }
        });
  }

  /**
   * Hands over every blob that any ref of a store needs.
   *
   * <p>The refs change meanwhile, and nobody waits. This much is enough:
   *
   * <ul>
   *   <li>A ref that is written after it could be listed names what its writer was given by a put,
   *       and a writer that lives is waited for: it is in the seal of all that is set aside from
   *       now on; and of what may be deleted now it knows nothing, for whoever could know was gone
   *       before this began. So on a disk, where a writer is known by its lock, and on a remote,
   *       where it can't write a ref once its lease has ended. There is no need to list until
   *       nothing new comes.
   *   <li>What one ref names may move to another, which is written before the first is deleted.
   *       While one listing goes on the new ref may be behind it and the old one deleted before it
   *       comes there. So there is a second one; and a further one as long as something that was
   *       listed is gone when it is read. It would take two moves of the same blob, each in the
   *       midst of a listing, to hide it, and the same again when it is to be deleted.
   * </ul>
   *
   * @return how many refs there are
   * @throws IOException if a ref can't be traced: it is damaged, or of a kind that nobody knows, or
   *     it is listed again and again and reads as if it were not there
   */
  public long trace(ObjectStore store, Mark mark) throws IOException {
    Set<String> traced = new HashSet<>();
    Set<String> goneBefore = Set.of();
    for (int listing = 1; ; listing++) {
      Set<String> gone = new TreeSet<>();
      for (String name : store.refs().list("")) {
        if (!traced.contains(name)) {
          (isTraced(store, name, mark) ? traced : gone).add(name);
        }
      }
      if (listing > 1 && gone.isEmpty()) {
        return traced.size();
      }
      if (listing == MOST_LISTINGS) {
        gone.retainAll(goneBefore);
        requireNone(gone);
        return traced.size(); // some come and go; none stays that was not read
      }
      goneBefore = gone;
    }
  }

  /** Traces a ref; returns whether it was there, and is now if anything is wrong with it. */
  private boolean isTraced(ObjectStore store, String name, Mark mark) throws IOException {
    Optional<byte[]> value = store.refs().read(name);
    if (value.isEmpty()) {
      return false;
    }
    try {
      trace(store, name, value.get(), mark);
      return true;
    } catch (IOException e) {
      Optional<byte[]> now = store.refs().read(name);
      if (now.isPresent() && Arrays.equals(now.get(), value.get())) {
        throw e;
      }
      return false; // what it named may be gone with it; the next listing tells
    }
  }

  private static void requireNone(Set<String> unread) throws IOException {
    if (!unread.isEmpty()) {
      throw new IOException(
          "ref "
              + String.join(", ref ", unread)
              + ": it is listed, but there is nothing to read, so what it keeps can't be told; try"
              + " again, and if that stays so, see whether the disk is in order");
    }
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
    } catch (Missing e) {
      throw new IOException(
          "ref "
              + name
              + " needs "
              + e.getMessage()
              + ", of which the store has no copy; until that is settled nothing is removed: store"
              + " fsck tells what else is missing, store fsck --repair --from DIR puts back what a"
              + " directory still has, and store forget "
              + name
              + " gives the ref up",
          e);
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
