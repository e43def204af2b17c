package io.catalytic.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catalytic.instruction.AttemptPolicy;
import io.catalytic.instruction.ChunkLimits;
import io.catalytic.model.ModelSpec;
import io.catalytic.model.Models;
import io.catalytic.model.OllamaServer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobLimitsTest {

  private static JobLimits asked(JobLimits limits, OllamaServer server) throws Exception {
    return limits.askedOf(Models.open(ModelSpec.of("openai", "m").at(server.url())));
  }

  @ParameterizedTest
  @CsvSource({"1,2", "2,3", "3,5", "4,6", "8,12", "170,255", "171,256", "2147483647,256"})
  void halfAsManyAgainAsTheServerWorksOnAreInFlight(int slots, int inFlight) throws Exception {
    try (OllamaServer server = OllamaServer.playing().totalSlots(slots)) {
      assertThat(asked(JobLimits.DEFAULT, server))
          .isEqualTo(JobLimits.DEFAULT.withMaxInFlight(inFlight));
    }
  }

  @Test
  void fourAreInFlightWhereTheServerDoesNotTell() throws Exception {
    try (OllamaServer server = OllamaServer.playing()) {
      assertThat(asked(JobLimits.DEFAULT, server).maxInFlight()).isEqualTo(4);
      assertThat(JobLimits.DEFAULT.askedOf(Models.open(ModelSpec.of("embedded", ""))).maxInFlight())
          .isEqualTo(4);
    }
  }

  @Test
  void whatWasGivenStandsAndTheServerIsNotAsked() throws Exception {
    try (OllamaServer server = OllamaServer.playing().totalSlots(8)) {
      JobLimits given = JobLimits.DEFAULT.withMaxInFlight(1);
      assertThat(asked(given, server)).isSameAs(given);
      assertThat(server.requests()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"-1,1,1,1,1", "1,0,1,1,1", "1,1,-1,1,1", "1,1,1,0,1", "1,1,1,1,-1"})
  void limitsUnderWhichNothingCouldBeDoneAreRefused(
      int inFlight, long budget, int timeout, int faults, int patience) {
    assertThatThrownBy(
            () ->
                new JobLimits(
                    AttemptPolicy.DEFAULT,
                    ChunkLimits.DEFAULT,
                    inFlight,
                    budget,
                    Duration.ofMillis(timeout),
                    faults,
                    Duration.ofMillis(patience)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
