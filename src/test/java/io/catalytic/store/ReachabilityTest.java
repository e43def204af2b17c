package io.catalytic.store;

import static io.catalytic.store.StoreContract.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catalytic.digest.Digest;
import io.catalytic.digest.Hash;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is traced while refs come and go. */
final class ReachabilityTest {
  private static final Digest BLOB = Digest.of(bytes("a blob"));

  private final ObjectStore store = Stores.inMemory();
  private final Set<Hash> live = new HashSet<>();

  private long trace(ForwardingRefs refs) throws IOException {
    return Reachability.ofAllKinds().trace(new StoreWithRefs(store, refs), live::add);
  }

  @Test
  void aWriterThatAddsRefsWithoutPauseDoesNotKeepATraceFromItsEnd() throws IOException {
    HashListTracer.keep(store, "first", List.of(BLOB));
    assertThat(trace(new Restless(store, false))).isEqualTo(2);
    assertThat(live).containsExactly(BLOB.hash());
  }

  @Test
  void aWriterThatAddsAndRemovesRefsWithoutPauseDoesNotEither() throws IOException {
    HashListTracer.keep(store, "first", List.of(BLOB));
    assertThat(trace(new Restless(store, true))).isEqualTo(1);
    assertThat(live).containsExactly(BLOB.hash());
  }

  /** Has a ref more after each listing; or in each, and then no more. */
  private static final class Restless extends ForwardingRefs {
    private final ObjectStore store;
    private final boolean removes;
    private int listings;

    Restless(ObjectStore store, boolean removes) {
      super(store.refs());
      this.store = store;
      this.removes = removes;
    }

    @Override
    public List<String> list(String parent) throws IOException {
      assertThat(++listings).as("listings").isLessThan(10);
      List<String> before = super.list(parent);
      HashListTracer.keep(store, "more-" + listings, List.of());
      List<String> names = removes ? super.list(parent) : before;
      if (removes) {
        delete("test/more-" + listings);
      }
      return names;
    }
  }

  @Test
  void aRefThatMovesBehindTheListingIsFoundByTheNext() throws IOException {
    HashListTracer.keep(store, "old", List.of(BLOB));
    ForwardingRefs moving =
        new ForwardingRefs(store.refs()) {
          private boolean moved;

          @Override
          public List<String> list(String parent) throws IOException {
            if (moved) {
              return super.list(parent);
            }
            moved = true; // from a directory that is still to be listed to one that was
            HashListTracer.keep(store, "new", List.of(BLOB));
            delete("test/old");
            return List.of();
          }
        };

    assertThat(trace(moving)).isEqualTo(1);
    assertThat(live).containsExactly(BLOB.hash());
  }

  @Test
  void aListedRefThatReadsAsEmptyIsReadAgain() throws IOException {
    HashListTracer.keep(store, "1", List.of(BLOB));
    for (int failures = 1; failures <= 2; failures++) {
      live.clear();
      assertThat(trace(new EmptyAtFirst(store.refs(), failures))).isEqualTo(1);
      assertThat(live).containsExactly(BLOB.hash());
    }
  }

  @Test
  void aRefThatIsListedAndNeverReadEndsTheTrace() throws IOException {
    HashListTracer.keep(store, "1", List.of(BLOB));
    assertThatThrownBy(() -> trace(new EmptyAtFirst(store.refs(), Integer.MAX_VALUE)))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("ref test/1: it is listed, but there is nothing to read");
  }

  /** Reads as if there were nothing, some times. */
  private static final class EmptyAtFirst extends ForwardingRefs {
    private int failures;

    EmptyAtFirst(Refs refs, int failures) {
      super(refs);
      this.failures = failures;
    }

    @Override
    public Optional<byte[]> read(String name) throws IOException {
      return failures-- > 0 ? Optional.empty() : super.read(name);
    }
  }
}
