package io.catalytic.merkle;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class SortByKeyTest {

  @Property(tries = 100)
  void howManyAreHeldMakesNoDifference(
      @ForAll Set<@IntRange(max = 10_000) Integer> numbers, @ForAll @IntRange(min = 1) int held)
      throws IOException {
    List<TrieEntry> entries = Entries.of(numbers);
    try (SortByKey sort = new SortByKey(1 + held % 40)) {
      for (TrieEntry entry : entries) {
        sort.add(entry);
      }
      assertThat(ImmutableList.copyOf(sort.sorted())).isEqualTo(entries.stream().sorted().toList());
    }
  }
}
