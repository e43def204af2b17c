package io.catalytic.context;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import io.catalytic.digest.Digest;
import io.catalytic.digest.Hash;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.Stores;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Whatever is done in whatever order, the live references are those of a plain set. */
class ContextModelTest {

  /** What is done; the numbers name values. */
  enum Operation {
    EXTERNALIZE,
    RELEASE,
    RELEASE_ALL,
    REOPEN
  }

  /** One step. */
  record Step(Operation operation, List<Integer> values) {}

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Operation> operations =
        Arbitraries.frequency(
            Tuple.of(6, Operation.EXTERNALIZE),
            Tuple.of(8, Operation.RELEASE),
            Tuple.of(1, Operation.RELEASE_ALL),
            Tuple.of(2, Operation.REOPEN));
    Arbitrary<List<Integer>> values = Arbitraries.integers().between(0, 30).list().ofMaxSize(12);
    return Combinators.combine(operations, values).as(Step::new).list().ofMaxSize(40);
  }

  @Property(tries = 300)
  void theLiveSetIsThatOfTheModelInMemory(@ForAll("steps") List<Step> steps) throws IOException {
    try (ObjectStore store = Stores.inMemory()) {
      Set<Hash> model = new TreeSet<>();
      for (Step step : steps) {
        apply(step, CatalyticContext.open(store, "model"), model);
      }
    }
  }

  @Property(tries = 15)
  void theLiveSetIsThatOfTheModelOnDisk(@ForAll("steps") List<Step> steps) throws IOException {
    Path directory = Files.createTempDirectory("context-model");
    ObjectStore store = Stores.open(directory.resolve("store").toString());
    try {
      Set<Hash> model = new TreeSet<>();
      for (Step step : steps) {
        if (step.operation() == Operation.REOPEN) {
          store.close();
          store = Stores.open(directory.resolve("store").toString());
        }
        apply(step, CatalyticContext.open(store, "model"), model);
      }
    } finally {
      store.close();
      MoreFiles.deleteRecursively(directory, RecursiveDeleteOption.ALLOW_INSECURE);
    }
  }

  private static void apply(Step step, CatalyticContext context, Set<Hash> model)
      throws IOException {
    Set<Hash> hashes = new HashSet<>();
    step.values().forEach(value -> hashes.add(Digest.of(content(value)).hash()));
    switch (step.operation()) {
      case EXTERNALIZE -> {
        try (Externalizing batch = context.batch()) {
          for (int value : step.values()) {
            batch.put(content(value));
          }
          batch.commit();
        }
        model.addAll(hashes);
      }
      case RELEASE -> {
        Set<Hash> live = new HashSet<>(hashes);
        live.retainAll(model);
        assertThat(context.release(hashes)).isEqualTo(live);
        model.removeAll(hashes);
      }
      case RELEASE_ALL -> {
        assertThat(context.releaseAll()).isEqualTo(model);
        model.clear();
      }
      case REOPEN -> {}
    }
    assertThat(context.references())
        .extracting(reference -> reference.digest().hash())
        .containsExactlyElementsOf(model);
  }

  private static byte[] content(int value) {
    return ("value " + value).getBytes(StandardCharsets.UTF_8);
  }
}
