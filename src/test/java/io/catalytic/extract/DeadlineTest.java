package io.catalytic.extract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catalytic.model.ModelException;
import io.catalytic.model.ModelFault;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.treesitter.TSParseState;

class DeadlineTest {
  private final TSParseState state = new TSParseState();

  @Test
  void letsTheParserGoOnBeforeItsEnd() {
    Deadline deadline = Deadline.in(Duration.ofDays(1));
    assertThat(deadline.progress(state)).isFalse();
    assertThatCode(deadline::check).doesNotThrowAnyException();
  }

  @Test
  void stopsTheParserAfterItsEnd() {
    Deadline deadline = Deadline.in(Duration.ZERO);
    assertThat(deadline.progress(state)).isTrue();
    assertThatThrownBy(deadline::check)
        .isInstanceOfSatisfying(
            ModelException.class, e -> assertThat(e.fault()).isEqualTo(ModelFault.TOO_SLOW));
  }

  @Test
  void stopsTheParserOfAnInterruptedThread() {
    Deadline deadline = Deadline.in(Duration.ofDays(1));
    Thread.currentThread().interrupt();
    assertThat(deadline.progress(state)).isTrue();
    assertThatThrownBy(deadline::check).isInstanceOf(InterruptedException.class);
    assertThat(deadline.progress(state)).as("the interrupt was handed on").isFalse();
  }
}
