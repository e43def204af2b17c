package io.catalytic.extract;

import static org.assertj.core.api.Assertions.assertThat;

import io.catalytic.digest.Json;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A parser's process, spoken to by hand. */
class ParserMainTest {
  private Process process;
  private OutputStream in;

  @BeforeEach
  void start() throws IOException {
    process = ParserCommand.ofThisJava().start();
    in = process.getOutputStream();
    assertThat(read()).isEqualTo("{\"ready\":true}");
  }

  @AfterEach
  void end() {
    process.destroyForcibly();
  }

  @Test
  void answersAndEndsWhenItsInputDoes() throws Exception {
    Frame.write(in, "{\"language\":\"go\",\"code\":\"\",\"limit_ms\":60000}");
    assertThat(read()).isEqualTo("{\"ok\":{\"functions\":[],\"classes\":[],\"imports\":[]}}");
    in.close();
    assertEnds();
    assertThat(process.exitValue()).isZero();
  }

  @Test
  void endsWithItsInputInTheMidstOfAParseThatCannotBeStopped() throws Exception {
    String code = "a".repeat(4 << 20);
    Frame.write(in, new Question.OfCode(Language.SCALA, code, Extract.PATIENCE).toJson());
    in.close();
    assertEnds();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "null",
        "[1]",
        "{\"language\":\"go\"}",
        "{\"language\":\"cobol\",\"code\":\"\",\"limit_ms\":1}",
        "{\"language\":\"go\",\"code\":7,\"limit_ms\":1}",
        "{\"language\":\"go\",\"code\":\"\",\"limit_ms\":0}",
        "{\"language\":\"go\",\"code\":\"\",\"limit_ms\":\"x\"}"
      })
  void refusesWhatIsNoQuestionAndGoesOn(String frame) throws Exception {
    Frame.write(in, frame);
    assertThat(Json.parse(read()).path("fault").asText()).isEqualTo("REQUEST_REFUSED");
    Frame.write(in, "{\"language\":\"go\",\"code\":\"\",\"limit_ms\":60000}");
    assertThat(read()).startsWith("{\"ok\":");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, Frame.MAX_BYTES + 1})
  void endsAtALengthThatNoFrameHas(int length) throws Exception {
    in.write(ByteBuffer.allocate(Integer.BYTES).putInt(length).array());
    in.flush();
    assertEnds();
    assertThat(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
        .contains("a frame has at most");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void noiseIsRefusedOrEndsItButNeverHangsIt(long seed) throws Exception {
    byte[] noise = new byte[2_000];
    Random random = new Random(seed);
    random.nextBytes(noise);
    for (int i = 0; i + 20 < noise.length && seed % 2 == 0; i += 20) {
      ByteBuffer.wrap(noise).putInt(i, 16); // Well cut frames of noise.
    }
    try {
      in.write(noise);
      in.close();
    } catch (IOException e) {
      // It has ended already.
    }
    assertEnds();
  }

  private void assertEnds() throws InterruptedException {
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).as("ended").isTrue();
  }

  private String read() throws IOException {
    return Frame.read(process.getInputStream()).orElseThrow(EOFException::new);
  }
}
