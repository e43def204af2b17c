package io.catalytic.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catalytic.digest.Digest;
import io.catalytic.digest.Hash;
import io.catalytic.store.Finding;
import io.catalytic.store.ForwardingRefs;
import io.catalytic.store.Fsck;
import io.catalytic.store.FsckOptions;
import io.catalytic.store.GcOptions;
import io.catalytic.store.NothingToScan;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.RefTracer;
import io.catalytic.store.Refs;
import io.catalytic.store.StoreWithRefs;
import io.catalytic.store.Stores;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ContextTracerTest {
  private static final GcOptions NOW =
      new GcOptions(
          Duration.ZERO, 0, false, Clock.offset(Clock.systemUTC(), Duration.ofMinutes(1)));

  private final ObjectStore store = Stores.inMemory();
  private final RefTracer tracer =
      ServiceLoader.load(RefTracer.class).stream()
          .map(ServiceLoader.Provider::get)
          .filter(found -> found.kind().equals("contexts"))
          .findFirst()
          .orElseThrow();

  private Set<Hash> kept() throws IOException {
    Set<Hash> kept = new TreeSet<>();
    for (String name : store.refs().list("contexts")) {
      tracer.trace(name, store.refs().read(name).orElseThrow(), store, kept::add);
    }
    return kept;
  }

  private static Hash put(Externalizing batch, String text) throws IOException {
    return batch.put(text.getBytes(StandardCharsets.UTF_8)).hash();
  }

  @Test
  void allLiveReferencesAreKeptAndNoneThatWasReleased() throws IOException {
    CatalyticContext one = CatalyticContext.open(store, "one");
    CatalyticContext two = CatalyticContext.open(store, "two");
    Hash released;
    Hash live;
    try (Externalizing batch = one.batch()) {
      released = put(batch, "released");
      live = put(batch, "live");
      batch.commit();
    }
    Hash other = two.externalize(new byte[] {1}).hash();
    Hash gone = two.externalize(new byte[] {2}).hash();
    one.release(released);
    two.release(gone);
    assertThat(kept()).containsExactlyInAnyOrder(live, other);
  }

  @Test
  void whatWasReleasedIsNotNeededWhereTheRecordThatSaysSoIsReplacedMeanwhile() throws IOException {
    CatalyticContext one = CatalyticContext.open(store, "one");
    Hash released;
    Hash live;
    try (Externalizing batch = one.batch()) {
      released = put(batch, "released");
      live = put(batch, "live");
      batch.commit();
    }
    one.release(released);
    String segment =
        store.refs().list("contexts").stream()
            .filter(name -> !name.contains("/released/"))
            .findFirst()
            .orElseThrow();
    byte[] value = store.refs().read(segment).orElseThrow();

    Set<Hash> needed = new TreeSet<>();
    tracer.trace(segment, value, new StoreWithRefs(store, new Folding(store.refs())), needed::add);
    assertThat(needed).containsExactly(live);
    needed.clear();
    tracer.trace(segment, value, new StoreWithRefs(store, new Torn(store.refs())), needed::add);
    assertThat(needed).containsExactly(live);
  }

  @Test
  void whatWasReleasedIsNotLiveWhereTheRecordsThatSaySoAreReplacedMeanwhile() throws IOException {
    CatalyticContext one = CatalyticContext.open(store, "one");
    Hash live;
    try (Externalizing batch = one.batch()) {
      Hash released = put(batch, "released");
      live = put(batch, "live");
      batch.commit();
      one.release(released);
    }
    ForwardingRefs torn =
        new ForwardingRefs(store.refs()) {
          private boolean listed;

          @Override
          public List<String> list(String parent) throws IOException {
            List<String> names = new ArrayList<>(super.list(parent));
            if (!listed) {
              names.removeIf(name -> name.contains("/released/"));
              names.add("contexts/one/released/" + "0".repeat(32)); // a directory, gone by now
              listed = true;
            }
            return names;
          }
        };
    CatalyticContext beside = CatalyticContext.open(new StoreWithRefs(store, torn), "one");
    assertThat(beside.references())
        .extracting(reference -> reference.digest().hash())
        .containsExactly(live);
  }

  @Test
  void whatIsReleasedAndCollectedWhileItsRefIsFollowedIsNotMissing() throws IOException {
    CatalyticContext one = CatalyticContext.open(store, "one");
    Hash released;
    try (Externalizing batch = one.batch()) {
      released = put(batch, "released");
      put(batch, "live");
      batch.commit();
    }
    ForwardingRefs beside =
        new ForwardingRefs(store.refs()) {
          private int listings;

          @Override
          public List<String> list(String parent) throws IOException {
            List<String> names = super.list(parent);
            if (parent.contains("/released/") && ++listings == 2) {
              one.release(released); // after it was seen that it was not
              store.gc(NOW);
            }
            return names;
          }
        };
    List<Finding> findings = new ArrayList<>();
    StoreWithRefs checked = new StoreWithRefs(store, beside);
    new Fsck(checked, new NothingToScan(), FsckOptions.CHECK, findings::add).run();
    assertThat(store.find(released)).isEmpty();
    assertThat(findings).isEmpty();
  }

  /** Refs of which another process replaces the first record of what was released that is read. */
  private static final class Folding extends ForwardingRefs {
    private boolean folded;

    Folding(Refs refs) {
      super(refs);
    }

    @Override
    public Optional<byte[]> read(String name) throws IOException {
      if (name.contains("/released/") && !folded) {
        folded = true;
        write(name.substring(0, name.length() - 8) + "00000000", super.read(name).orElseThrow());
        delete(name);
      }
      return super.read(name);
    }
  }

  /** Refs that are changed while they are listed for the first time. */
  private static final class Torn extends ForwardingRefs {
    private boolean torn;

    Torn(Refs refs) {
      super(refs);
    }

    @Override
    public List<String> list(String parent) throws IOException {
      boolean first = !torn;
      torn = true;
      return first ? List.of() : super.list(parent);
    }
  }

  @Test
  void whatOneContextReleasedAnotherStillKeeps() throws IOException {
    Hash hash = CatalyticContext.open(store, "one").externalize(new byte[] {1}).hash();
    CatalyticContext.open(store, "two").externalize(new byte[] {1});
    CatalyticContext.open(store, "one").release(hash);
    assertThat(kept()).containsExactly(hash);
  }

  @Test
  void aRecordThatCantBeReadStopsACollection() throws IOException {
    Digest digest = CatalyticContext.open(store, "one").externalize(new byte[] {1});
    String name = store.refs().list("contexts").get(0);
    String damaged =
        new String(store.refs().read(name).orElseThrow(), StandardCharsets.UTF_8)
            .replace(digest.hash().hex(), "?");
    store.refs().write(name, damaged.getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(this::kept).isInstanceOf(IOException.class).hasMessageContaining(name);
  }

  @Test
  void aRefOfAnotherShapeStopsACollection() throws IOException {
    store.refs().write("contexts/one/later/x", new byte[0]);
    assertThatThrownBy(this::kept)
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("ref contexts/one/later/x: not a name");
  }
}
