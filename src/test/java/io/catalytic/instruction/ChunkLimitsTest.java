package io.catalytic.instruction;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChunkLimitsTest {

  @ParameterizedTest
  @CsvSource({
    "0.4, 0, 0, 1",
    "10.1, 0, 0, 1",
    "NaN, 0, 0, 1",
    "1, -1, 0, 1",
    "1, 0, -1, 1",
    "1, 0, 0, 0",
  })
  void whatMakesNoSenseIsRefused(double margin, int feedback, int splits, int summaries) {
    assertThatThrownBy(() -> new ChunkLimits(margin, feedback, splits, summaries))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
