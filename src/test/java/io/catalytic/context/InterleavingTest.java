package io.catalytic.context;

import static org.assertj.core.api.Assertions.assertThat;

import io.catalytic.digest.Digest;
import io.catalytic.digest.Hash;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.RefTracer;
import io.catalytic.store.Stores;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Two at work on one context: the second comes in between any two steps of the first, each in turn;
 * or the first is cut off there, as by a crash.
 */
class InterleavingTest {
  private static final Hash A = hash("a");
  private static final Hash B = hash("b");
  private static final Hash C = hash("c");

  /** Something that is done to a context. */
  private interface Action {
    void on(CatalyticContext context, ObjectStore store) throws IOException;
  }

  /** What has to be true afterwards. */
  private interface Claim {
    void check(Set<Hash> live, int step);
  }

  private static Hash hash(String text) {
    return Digest.of(text.getBytes(StandardCharsets.UTF_8)).hash();
  }

  private static void externalize(CatalyticContext context, String... texts) throws IOException {
    try (Externalizing batch = context.batch()) {
      for (String text : texts) {
        batch.put(text.getBytes(StandardCharsets.UTF_8));
      }
      batch.commit();
    }
  }

  private static Set<Hash> live(CatalyticContext context) throws IOException {
    Set<Hash> live = new TreeSet<>();
    context.references().forEach(reference -> live.add(reference.digest().hash()));
    return live;
  }

  /** Runs the second before each step of the first; returns how many steps there were. */
  private static int interleave(Action given, Action first, Action second, Claim claim)
      throws IOException {
    int step = 0;
    while (true) {
      ObjectStore store = Stores.inMemory();
      CatalyticContext plain = CatalyticContext.open(store, "x");
      given.on(plain, store);
      int at = step;
      int[] count = {0};
      ObjectStore watched =
          new WatchedStore(
              store,
              name -> {
                if (count[0]++ == at) {
                  second.on(plain, store);
                }
              });
      first.on(CatalyticContext.open(watched, "x"), watched);
      if (count[0] <= at) {
        return step;
      }
      claim.check(live(plain), step++);
    }
  }

  /** Cuts an action off before each of its steps. */
  private static void crash(Action given, Action action, Claim claim) throws IOException {
    for (int step = 0; ; step++) {
      ObjectStore store = Stores.inMemory();
      CatalyticContext plain = CatalyticContext.open(store, "x");
      given.on(plain, store);
      int at = step;
      int[] count = {0};
      ObjectStore watched =
          new WatchedStore(
              store,
              name -> {
                if (count[0]++ >= at) {
                  throw new IOException("crash before " + name);
                }
              });
      try {
        action.on(CatalyticContext.open(watched, "x"), watched);
        return;
      } catch (IOException e) {
        claim.check(live(plain), step);
      }
      for (Hash hash : live(plain)) {
        assertThat(store.find(hash)).as("what is live is there").isPresent();
      }
      plain.release(A);
      assertThat(live(plain)).as("released after the crash").doesNotContain(A);
      plain.releaseAll();
      assertThat(store.refs().list("")).as("nothing is left over").isEmpty();
    }
  }

  private static final Action ABC = (context, store) -> externalize(context, "a", "b", "c");

  /** A segment whose next release folds records. */
  private static final Action NEARLY_FOLDED =
      (context, store) -> {
        List<String> texts = new ArrayList<>(List.of("a", "b", "c"));
        for (int i = 0; i < Segments.FOLD; i++) {
          texts.add("filler " + i);
        }
        externalize(context, texts.toArray(String[]::new));
        for (String text : texts.subList(3, texts.size())) {
          context.release(hash(text));
        }
      };

  @Test
  void twoReleasesAtATimeAreBothDone() throws IOException {
    for (Action given : List.of(ABC, NEARLY_FOLDED)) {
      int steps =
          interleave(
              given,
              (context, store) -> context.release(A),
              (context, store) -> context.release(B),
              (live, step) -> assertThat(live).as("step %s", step).containsExactly(C));
      assertThat(steps).isGreaterThan(2);
    }
  }

  @Test
  void twoWhoExternalizeAtATimeLoseNothing() throws IOException {
    int steps =
        interleave(
            (context, store) -> {},
            (context, store) -> externalize(context, "a", "b"),
            (context, store) -> externalize(context, "b", "c"),
            (live, step) -> assertThat(live).containsExactlyInAnyOrder(A, B, C));
    assertThat(steps).isEqualTo(4);
  }

  @Test
  void whatIsAddedDuringAReleaseStays() throws IOException {
    interleave(
        ABC,
        (context, store) -> context.releaseAll(),
        (context, store) -> externalize(context, "a", "d"),
        (live, step) -> {
          // Before the very first step, all of it is still there to be listed.
          Set<Hash> expected = step == 0 ? Set.of() : Set.of(A, hash("d"));
          assertThat(live).as("step %s", step).isEqualTo(expected);
        });
  }

  @Test
  void whatIsAddedAndReleasedInPartDuringAReleaseIsAsItWasLeft() throws IOException {
    interleave(
        ABC,
        (context, store) -> context.release(A),
        (context, store) -> {
          externalize(context, "d", "e");
          context.release(hash("d"));
        },
        (live, step) ->
            assertThat(live).as("step %s", step).containsExactlyInAnyOrder(B, C, hash("e")));
  }

  @Test
  void aReleaseWithinSomebodysExternalizingDropsWhatWasLiveBefore() throws IOException {
    interleave(
        ABC,
        (context, store) -> externalize(context, "d"),
        (context, store) -> context.releaseAll(),
        (live, step) -> assertThat(live).isSubsetOf(hash("d")));
  }

  @Test
  void allIsReleasedByOneWhileAnotherReleasesAPart() throws IOException {
    for (Action given : List.of(ABC, NEARLY_FOLDED)) {
      interleave(
          given,
          (context, store) -> context.release(A),
          (context, store) -> context.releaseAll(),
          (live, step) -> assertThat(live).as("step %s", step).isEmpty());
      interleave(
          given,
          (context, store) -> context.releaseAll(),
          (context, store) -> context.release(A),
          (live, step) -> assertThat(live).as("step %s", step).isEmpty());
    }
  }

  @Test
  void aReaderSeesTheStateBeforeOrAfterARelease() throws IOException {
    for (Action given : List.of(ABC, NEARLY_FOLDED)) {
      List<Set<Hash>> seen = new ArrayList<>();
      interleave(
          given,
          (context, store) -> seen.add(live(context)),
          (context, store) -> context.release(A),
          (live, step) -> assertThat(live).containsExactlyInAnyOrder(B, C));
      assertThat(seen).allSatisfy(live -> assertThat(live).isIn(Set.of(A, B, C), Set.of(B, C)));
    }
  }

  @Test
  void aReaderNeverSeesWhatWasReleasedLongBefore() throws IOException {
    List<Set<Hash>> seen = new ArrayList<>();
    interleave(
        (context, store) -> {
          externalize(context, "a", "b", "c");
          context.release(A);
        },
        (context, store) -> seen.add(live(context)),
        (context, store) -> context.releaseAll(),
        (live, step) -> assertThat(live).isEmpty());
    assertThat(seen).isNotEmpty().allSatisfy(live -> assertThat(live).doesNotContain(A));
  }

  @Test
  void aCollectorThatReadsMeanwhileKeepsAllThatIsLiveAfterwards() throws IOException {
    RefTracer tracer = new ContextTracer();
    for (Action second :
        List.<Action>of(
            (context, store) -> context.release(A),
            (context, store) -> context.release(List.of(A, B)),
            (context, store) -> context.releaseAll())) {
      Set<Hash> kept = new HashSet<>();
      interleave(
          NEARLY_FOLDED,
          (context, store) -> {
            kept.clear();
            for (String name : store.refs().list("contexts")) {
              var value = store.refs().read(name);
              if (value.isPresent()) {
                tracer.trace(name, value.get(), store, kept::add);
              }
            }
          },
          second,
          (live, step) -> assertThat(kept).as("step %s", step).containsAll(live));
    }
  }

  @Test
  void aReleaseThatIsCutOffBringsNothingBackAndLosesNothingElse() throws IOException {
    Action released =
        (context, store) -> {
          externalize(context, "a", "b", "c");
          context.release(B);
        };
    crash(
        released,
        (context, store) -> context.releaseAll(),
        (live, step) -> assertThat(live).as("step %s", step).doesNotContain(B));
    crash(
        NEARLY_FOLDED,
        (context, store) -> context.release(A),
        (live, step) -> assertThat(live).as("step %s", step).contains(B, C).isSubsetOf(A, B, C));
  }

  @Test
  void externalizingThatIsCutOffIsDoneOrNot() throws IOException {
    crash(
        (context, store) -> externalize(context, "c"),
        (context, store) -> externalize(context, "a", "b"),
        (live, step) -> assertThat(live).isIn(Set.of(C), Set.of(A, B, C)));
  }
}
