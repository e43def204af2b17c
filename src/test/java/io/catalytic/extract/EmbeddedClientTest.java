package io.catalytic.extract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catalytic.digest.Json;
import io.catalytic.model.Completion;
import io.catalytic.model.ModelException;
import io.catalytic.model.ModelFault;
import io.catalytic.model.ModelRequest;
import io.catalytic.model.TokenCounts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EmbeddedClientTest {
  private final EmbeddedClient client = Extract.client(Extract.PATIENCE);

  @AfterEach
  void end() {
    client.close();
  }

  @Test
  void answersInJsonWithTheKeysOfTheSchemaInOrder() throws Exception {
    Completion completion =
        client.complete(
            Extract.request(
                "python", "import os\nclass A:\n  def f(self, *a): pass\ndef g(): pass\nx = = 1"));
    assertThat(completion.text())
        .isEqualTo(
            "{\"functions\":["
                + "{\"name\":\"f\",\"line\":3,\"end_line\":3,\"params\":[\"self\",\"*a\"],"
                + "\"container\":\"A\"},"
                + "{\"name\":\"g\",\"line\":4,\"end_line\":4,\"params\":[]}],"
                + "\"classes\":[{\"name\":\"A\",\"line\":2,\"end_line\":3,\"kind\":\"class\"}],"
                + "\"imports\":[{\"name\":\"os\",\"line\":1}],\"partial\":true}");
    assertThat(completion.stop()).isEqualTo(Completion.Stop.FINISHED);
    assertThat(completion.tokens()).isEqualTo(TokenCounts.NONE);
  }

  @Test
  void saysWhichLanguagesThereAre() {
    assertThatThrownBy(() -> client.complete(Extract.request("cobol", "x")))
        .isInstanceOfSatisfying(
            ModelException.class, e -> assertThat(e.fault()).isEqualTo(ModelFault.UNSUPPORTED))
        .hasMessageContaining("\"cobol\"; there are: java, python, javascript");
  }

  @Test
  void refusesAnotherInstruction() {
    ModelRequest request = new ModelRequest("summarize", "", Json.object(), Json.object(), 2048, 0);
    assertThatThrownBy(() -> client.complete(request))
        .isInstanceOfSatisfying(
            ModelException.class, e -> assertThat(e.fault()).isEqualTo(ModelFault.UNSUPPORTED))
        .hasMessageContaining("cannot follow summarize");
  }

  @Test
  void refusesAnInputWithoutCode() {
    ModelRequest request =
        new ModelRequest(
            "extract_structure", "", Json.object(), Json.object().put("language", "go"), 2048, 0);
    assertThatThrownBy(() -> client.complete(request))
        .isInstanceOfSatisfying(
            ModelException.class, e -> assertThat(e.fault()).isEqualTo(ModelFault.REQUEST_REFUSED))
        .hasMessageContaining("\"code\"");
  }

  @Test
  void refusesMoreCodeThanItsTreeWouldFit() {
    String code = " ".repeat(EmbeddedClient.MAX_CHARS + 1);
    assertThatThrownBy(() -> client.complete(Extract.request("go", code)))
        .isInstanceOfSatisfying(
            ModelException.class, e -> assertThat(e.fault()).isEqualTo(ModelFault.CONTEXT_EXCEEDED))
        .hasMessageContaining("16777216");
  }

  @Test
  void stopsAtItsTimeLimit() throws Exception {
    String large = "x = [" + "1, ".repeat(400_000) + "]\n";
    try (EmbeddedClient hasty = Extract.client(Duration.ofMillis(1))) {
      assertThatThrownBy(() -> hasty.complete(Extract.request("python", large)))
          .isInstanceOfSatisfying(
              ModelException.class, e -> assertThat(e.fault()).isEqualTo(ModelFault.TOO_SLOW))
          .hasMessageContaining("within 1 ms");
    }
  }

  @Test
  void endsWhenItsThreadIsInterrupted() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> client.complete(Extract.request("python", "x = 1\n".repeat(50_000))))
        .isInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void cannotBeAskedOnceItIsClosed() {
    client.close();
    assertThatThrownBy(() -> client.complete(Extract.request("go", "")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void manyThreadsShareFewParsersAndGetTheAnswersOfOne() throws Exception {
    List<String> alone = answersForAllSamples();
    int threads = 8;
    CyclicBarrier start = new CyclicBarrier(threads);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      Callable<List<String>> task =
          () -> {
            start.await();
            return answersForAllSamples();
          };
      List<Future<List<String>>> together = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        together.add(pool.submit(task));
      }
      for (Future<List<String>> answers : together) {
        assertThat(answers.get()).isEqualTo(alone);
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private List<String> answersForAllSamples() throws ModelException, InterruptedException {
    List<String> answers = new ArrayList<>();
    for (Language language : Language.values()) {
      answers.add(Extract.json(client, language.wireName(), Samples.code(language)));
    }
    return answers;
  }
}
