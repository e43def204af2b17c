package io.catalytic.context;

import com.fasterxml.jackson.databind.JsonNode;
import io.catalytic.digest.Digest;
import io.catalytic.digest.Hash;
import io.catalytic.store.BlobMissingException;
import io.catalytic.store.ObjectStore;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Moves data out of the context window into the store, and back as far as it is wanted: the window
 * holds a hash where it held the content.
 *
 * <pre>{@code
 * try (ObjectStore store = Stores.open(".catalytic/store")) {
 *   CatalyticContext context = CatalyticContext.open(store, "review");
 *
 *   // Instead of 10 KB of a syntax tree, hold its hash.
 *   Hash ast = context.externalize(parse("huge.py")).hash();
 *
 *   // Later, when it is needed: a part of it, or all.
 *   String first = context.internalize(ast, View.pointer("/functions/0/name")).content().printable();
 *   JsonNode tree = context.internalize(ast, View.whole().withMaxTokens(0)).json();
 *
 *   // And when it is not needed any more:
 *   context.release(ast);
 * }
 * }</pre>
 *
 * <p>What was externalized and not released is <em>live</em>. Live references are a set: the same
 * bytes externalized twice are one, and one release lets go of it. They stand in the store beside
 * the blobs, survive crashes, and keep their blobs from being collected. A call that returned has
 * happened for everyone, also after a power cut.
 *
 * <p>Thread-safe, and any number of processes may use one context at a time: nothing that one adds
 * is lost to what another does. A release lets go of what was live when it began; a reference that
 * is added meanwhile stays.
 */
public final class CatalyticContext {
  private final ObjectStore store;
  private final String name;
  private final Segments segments;

  private CatalyticContext(ObjectStore store, String name) {
    this.store = store;
    this.name = ContextRef.requireContext(name);
    segments = new Segments(store.refs(), name);
  }

  /**
   * Returns the context of this name. There is one of every name; most of them are empty.
   *
   * @param store where it is, which is to stay open as long as the context is used
   * @param name 1 to 255 of {@code A-Z a-z 0-9 . _ -}, not beginning with a dot
   * @throws IllegalArgumentException if the name is another
   */
  public static CatalyticContext open(ObjectStore store, String name) {
    return new CatalyticContext(store, name);
  }

  /** Returns the names of the contexts that hold something. */
  public static SortedSet<String> names(ObjectStore store) throws IOException {
    SortedSet<String> names = new TreeSet<>();
    for (String ref : store.refs().list(ContextRef.KIND)) {
      if (ContextRef.listed(store.refs(), ref).orElse(null) instanceof ContextRef.Added added) {
        names.add(added.context());
      }
    }
    return names;
  }

  /** Keeps some bytes. */
  public Digest externalize(byte[] bytes) throws IOException {
    try (Externalizing batch = batch()) {
      Digest digest = batch.put(bytes);
      batch.commit();
      return digest;
    }
  }

  /**
   * Keeps a JSON value in canonical form (RFC 8785): equal values have one digest.
   *
   * @throws IllegalArgumentException if it has no such form, as an integer beyond ±2^53
   */
  public Digest externalize(JsonNode value) throws IOException {
    try (Externalizing batch = batch()) {
      Digest digest = batch.put(value);
      batch.commit();
      return digest;
    }
  }

  /**
   * Starts to keep many things at the cost of one: a commit costs a few forced writes, whatever the
   * number.
   */
  public Externalizing batch() throws IOException {
    return new Externalizing(store.begin(), segments);
  }

  /**
   * Returns a part of a blob, within limits, and what was left out.
   *
   * <p>Any blob of the store can be internalized; only those that something refers to are sure to
   * stay. The blob is read to its end and verified, however little of it is asked for; what is held
   * in memory is the answer.
   *
   * @throws BlobMissingException if the store has no such blob
   * @throws NoSuchPartException if the blob has no such part
   */
  public Internalized internalize(Hash hash, View view) throws IOException {
    Digest blob = store.find(hash).orElseThrow(() -> new BlobMissingException(hash));
    Part.Range range;
    if (view.part() instanceof Part.Range asked) {
      range = asked;
    } else if (view.part() instanceof Part.Pointer pointer) {
      range = PointerSearch.find(store, blob, pointer);
    } else {
      range = new Part.Range(0, blob.size());
    }
    return new PartReader(store, blob, view).read(range);
  }

  /** Lets go of a reference, however often it was externalized; returns whether it was live. */
  public boolean release(Hash hash) throws IOException {
    return !release(List.of(hash)).isEmpty();
  }

  /** Lets go of references, cheaper than one by one; returns those that were live. */
  public Set<Hash> release(Collection<Hash> hashes) throws IOException {
    return segments.release(Set.copyOf(hashes)::contains);
  }

  /** Lets go of all references that are live now; returns them. */
  public Set<Hash> releaseAll() throws IOException {
    return segments.release(hash -> true);
  }

  /** Returns the live references, sorted by hash. */
  public List<Reference> references() throws IOException {
    return List.copyOf(segments.live().values());
  }

  /** Counts the live references and their bytes. Reads no content. */
  public ContextSummary summary() throws IOException {
    return ContextSummary.of(name, references());
  }
}
