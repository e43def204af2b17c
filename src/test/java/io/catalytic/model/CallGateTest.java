package io.catalytic.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.catalytic.digest.Json;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallGateTest {
  private static final ModelRequest REQUEST =
      new ModelRequest("i", "p", Json.object(), Json.object(), 512, 0);

  /** A server that fails, and is gone for who asks who it is. */
  private static final class Failing implements ModelClient {
    private int calls;

    @Override
    public ModelIdentity identity() throws ModelException {
      throw new ModelException(ModelFault.UNREACHABLE, "nothing answers");
    }

    @Override
    public Completion complete(ModelRequest request) throws ModelException {
      calls++;
      throw new ModelException(ModelFault.SERVER_ERROR, "boom");
    }

    @Override
    public void close() {}
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 2", "3, 1, 3", "20, 1, 20", "3, 4, 8"})
  void aServerIsGivenUpAfterSoManyFaultsInARowButNeverForOneShortTrouble(
      int faults, int inFlight, int calls) {
    Failing server = new Failing();
    CallGate gate = new CallGate(server, inFlight, new TokenBudget(1000), faults, Duration.ZERO);
    ModelFault last = ModelFault.SERVER_ERROR;
    for (int i = 0; last == ModelFault.SERVER_ERROR; i++) {
      assertThat(i).isLessThan(100);
      last =
          catchThrowableOfType(ModelException.class, () -> gate.complete(REQUEST, completion -> {}))
              .fault();
    }
    assertThat(last).isEqualTo(ModelFault.SERVER_GONE);
    assertThat(server.calls).isEqualTo(calls);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1})
  void aGateThroughWhichNoCallCouldGoIsRefused(int inFlight) {
    assertThatThrownBy(
            () -> new CallGate(new Failing(), inFlight, new TokenBudget(1), 20, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
