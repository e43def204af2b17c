package io.catalytic.instruction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class AttemptPolicyTest {
  private static final AttemptPolicy POLICY = AttemptPolicy.DEFAULT;

  @Test
  void eachWaitIsTwiceTheOneBefore() {
    assertThat(POLICY.pause(1, 1, Optional.empty())).isEqualTo(Duration.ofMillis(500));
    assertThat(POLICY.pause(2, 1, Optional.empty())).isEqualTo(Duration.ofSeconds(1));
    assertThat(POLICY.pause(3, 1, Optional.empty())).isEqualTo(Duration.ofSeconds(2));
    assertThat(POLICY.pause(3, 0, Optional.empty())).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void aServerMayMakeItLongerButNotBeyondTheCap() {
    assertThat(POLICY.pause(1, 1, Optional.of(Duration.ofSeconds(7))))
        .isEqualTo(Duration.ofSeconds(7));
    assertThat(POLICY.pause(1, 1, Optional.of(Duration.ZERO))).isEqualTo(Duration.ofMillis(500));
    assertThat(POLICY.pause(1, 1, Optional.of(Duration.ofDays(9))))
        .isEqualTo(Duration.ofSeconds(30));
  }

  @Property
  void noWaitIsNegativeOrBeyondTheCap(
      @ForAll @IntRange(min = 1) int faults, @ForAll @DoubleRange(min = 0, max = 1) double draw) {
    assertThat(POLICY.pause(faults, draw, Optional.empty()))
        .isBetween(Duration.ofMillis(250), Duration.ofSeconds(30));
  }

  @Test
  void refusesWhatMakesNoSense() {
    assertThatThrownBy(() -> POLICY.withMaxAttempts(0))
        .hasMessage("max_attempts must be at least 1; got 0");
    assertThatThrownBy(() -> new AttemptPolicy(1, Duration.ofMillis(-1), Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new AttemptPolicy(1, Duration.ofMillis(2), Duration.ofMillis(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
