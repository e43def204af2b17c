package io.catalytic.context;

import com.google.common.collect.Iterables;
import com.google.common.collect.LinkedHashMultimap;
import com.google.common.collect.SetMultimap;
import io.catalytic.digest.Hash;
import io.catalytic.store.Refs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * The refs of one context; the package page says why they are as they are.
 *
 * <p>Always sees what others did. What it keeps in memory from call to call, some 250 bytes a
 * reference, are the contents of segments, which never change; that they are there still is looked
 * at each time. Thread-safe.
 */
final class Segments {

  /** So many records of what was released of one segment are folded into one. */
  static final int FOLD = 16;

  /** A reader that loses a race so often says so. Each time somebody else has folded records. */
  private static final int PATIENCE = 100;

  private final Refs refs;
  private final String context;
  private final Map<String, SegmentRecord> parsed = new ConcurrentHashMap<>();

  Segments(Refs refs, String context) {
    this.refs = refs;
    this.context = context;
  }

  /** Makes references live; in several steps if there are more than fit into a segment. */
  void add(Collection<Reference> references) throws IOException {
    for (List<Reference> part : Iterables.partition(references, SegmentRecord.MOST)) {
      refs.write(ContextRef.newSegment(context).name(), SegmentRecord.of(part).write());
    }
  }

  /** Returns the live references by hash, each once. */
  SortedMap<Hash, Reference> live() throws IOException {
    SortedMap<Hash, Reference> live = new TreeMap<>();
    Listing listing = list();
    for (ContextRef.Added segment : listing.added()) {
      Optional<State> state = read(segment, listing);
      if (state.isPresent()) {
        state.get().live().forEach((hash, reference) -> live.merge(hash, reference, Reference::or));
      }
    }
    return live;
  }

  /**
   * Lets go of references, and removes what says nothing any more.
   *
   * @return those that were live
   */
  Set<Hash> release(Predicate<Hash> which) throws IOException {
    Set<Hash> dropped = new TreeSet<>();
    Listing listing = list();
    for (ContextRef.Added segment : listing.added()) {
      Optional<State> state = read(segment, listing);
      if (state.isPresent()) {
        dropped.addAll(release(segment, state.get(), which));
      }
    }
    sweep(listing);
    return dropped;
  }

  private Set<Hash> release(ContextRef.Added segment, State state, Predicate<Hash> which)
      throws IOException {
    SortedSet<Hash> dropped = new TreeSet<>(state.live().keySet());
    dropped.removeIf(which.negate());
    if (dropped.size() == state.live().size()) {
      // The segment first: without the records of what was released, all of it would be live.
      refs.delete(segment.name());
      deleteAll(state.releases());
    } else if (!dropped.isEmpty()) {
      boolean fold = state.releases().size() >= FOLD;
      SortedSet<Hash> record = new TreeSet<>(dropped);
      if (fold) {
        record.addAll(state.released());
      }
      refs.write(
          ContextRef.newRelease(context, segment.segment()).name(),
          ReleaseRecord.of(record).write());
      if (fold) {
        deleteAll(state.releases());
      }
    }
    return dropped;
  }

  /** Removes what was released of segments that are gone. */
  private void sweep(Listing listing) throws IOException {
    Set<String> segments = new LinkedHashSet<>(listing.released().keySet());
    listing.added().forEach(segment -> segments.remove(segment.segment()));
    for (String segment : segments) {
      // It may have come to be after the added ones were listed. Once gone, it stays so.
      if (refs.read(new ContextRef.Added(context, segment).name()).isEmpty()) {
        deleteAll(listing.released().get(segment));
      }
    }
  }

  private void deleteAll(Collection<ContextRef.Released> releases) throws IOException {
    for (ContextRef.Released release : releases) {
      refs.delete(release.name());
    }
  }

  /**
   * The refs that there were.
   *
   * @param added the segments
   * @param released the records of what was released, by segment
   * @param torn segments of which others changed these records meanwhile
   */
  private record Listing(
      List<ContextRef.Added> added,
      SetMultimap<String, ContextRef.Released> released,
      Set<String> torn) {}

  /**
   * Lists the refs. What is listed while records are folded may lack both the old ones and the new
   * one, so these are listed twice.
   */
  private Listing list() throws IOException {
    Listing listing = listOnce();
    SetMultimap<String, ContextRef.Released> again = listOnce().released();
    for (ContextRef.Added segment : listing.added()) {
      String id = segment.segment();
      if (!again.get(id).equals(listing.released().get(id))) {
        listing.torn().add(id);
      }
    }
    return listing;
  }

  private Listing listOnce() throws IOException {
    Listing listing = new Listing(new ArrayList<>(), LinkedHashMultimap.create(), new HashSet<>());
    for (String name : refs.list(ContextRef.parent(context))) {
      ContextRef ref = ContextRef.listed(refs, name).orElse(null);
      if (ref instanceof ContextRef.Added added) {
        listing.added().add(added);
      } else if (ref instanceof ContextRef.Released released) {
        listing.released().put(released.segment(), released);
      }
    }
    Set<String> there = new HashSet<>();
    listing.added().forEach(segment -> there.add(segment.name()));
    parsed.keySet().retainAll(there);
    return listing;
  }

  /**
   * A segment as it was at some instant.
   *
   * @param live its references that were not released
   * @param released those that were
   * @param releases what says so
   */
  private record State(
      Map<Hash, Reference> live, Set<Hash> released, Collection<ContextRef.Released> releases) {}

  /**
   * Reads a segment; empty if it is gone.
   *
   * <p>What was released was listed before the segment is read. Those records go after their
   * segment does, or after what replaces them is there: with the segment still there, and each of
   * them, none was missed.
   */
  private Optional<State> read(ContextRef.Added segment, Listing listing) throws IOException {
    Set<ContextRef.Released> releases = listing.released().get(segment.segment());
    boolean steady = !listing.torn().contains(segment.segment());
    for (int race = 0; race < PATIENCE; race++) {
      Optional<Set<Hash>> released = steady ? Releases.read(refs, releases) : Optional.empty();
      Optional<byte[]> record = refs.read(segment.name());
      if (record.isEmpty()) {
        return Optional.empty();
      }
      if (released.isPresent()) {
        SortedMap<Hash, Reference> live =
            new TreeMap<>(parsed(segment.name(), record.get()).references());
        live.keySet().removeAll(released.get());
        return Optional.of(new State(live, released.get(), releases));
      }
      Set<ContextRef.Released> again = new LinkedHashSet<>(Releases.list(refs, segment));
      steady = again.equals(releases);
      releases = again;
    }
    throw new IOException(
        "context " + context + ": is changed by others faster than it can be read; try again");
  }

  private SegmentRecord parsed(String ref, byte[] record) throws IOException {
    SegmentRecord known = parsed.get(ref);
    if (known == null) {
      known = SegmentRecord.parse(ref, record);
      parsed.put(ref, known);
    }
    return known;
  }
}
