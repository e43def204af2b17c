package io.catalytic.pipeline.progress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressFileTest {
  private static final ProgressFile FILE =
      new ProgressFile(
          "r",
          Map.of(
              new Group(Step.ASK, 12), new Counted(53123, 5, 1),
              new Group(Step.ASK, 2), new Counted(7, 0, 0),
              new Group(Step.REHASH, 0), new Counted(99, 3, 0)));

  @Test
  void aFileIsALineOfItsGroups() throws IOException {
    String line = "{\"run\":\"r\",\"read\":[],\"ask\":[[2,7,0,0],[12,53123,5,1]],";
    assertThat(FILE.encode()).asString(UTF_8).isEqualTo(line + "\"rehash\":[[0,99,3,0]]}\n");
    assertThat(ProgressFile.parse(FILE.encode())).isEqualTo(FILE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "[]", "7", "{\"run\":3,\"ask\":4}"})
  void whatHasNoGroupsTellsNothing(String text) throws IOException {
    assertThat(ProgressFile.parse(text.getBytes(UTF_8)).groups()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{\"ask\":[[1,2,3]]}",
        "{\"ask\":[[1,2,3,4,5]]}",
        "{\"ask\":[[1,2,3,\"4\"]]}",
        "{\"ask\":[[1,2,3.5,1]]}",
        "{\"ask\":[[1,2,3,99999999999999999999]]}",
        "{\"ask\":[[1,2,3,4]]}",
        "{\"ask\":[[1,2,-1,-1]]}",
        "{\"ask\":[7]}",
        "{\"ask\":[[1,2,3,0]"
      })
  void whatIsNoneIsRefused(String text) {
    assertThatThrownBy(() -> ProgressFile.parse(text.getBytes(UTF_8)))
        .isInstanceOf(IOException.class);
  }
}
