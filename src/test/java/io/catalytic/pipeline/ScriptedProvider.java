package io.catalytic.pipeline;

import io.catalytic.digest.Json;
import io.catalytic.model.Completion;
import io.catalytic.model.ModelClient;
import io.catalytic.model.ModelException;
import io.catalytic.model.ModelFault;
import io.catalytic.model.ModelIdentity;
import io.catalytic.model.ModelProvider;
import io.catalytic.model.ModelRequest;
import io.catalytic.model.ModelSpec;
import io.catalytic.model.TokenCounts;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A worker whose answer follows from the text: how many lines it has. A text that starts with
 * {@code !fail} can't be answered.
 */
public final class ScriptedProvider implements ModelProvider {
  static final AtomicInteger CALLS = new AtomicInteger();

  /** What names the model; another one for a run in whose midst the model changes. */
  static volatile String digest = "1";

  /** Runs before the first call of a run, if set. */
  static volatile Runnable onFirstCall = () -> {};

  @Override
  public String provider() {
    return "scripted";
  }

  @Override
  public boolean reads(String instruction, Optional<String> language) {
    return !language.equals(Optional.of("ruby"));
  }

  @Override
  public ModelClient open(ModelSpec spec) {
    return new ModelClient() {
      @Override
      public ModelIdentity identity() {
        return new ModelIdentity("scripted", "lines", digest);
      }

      @Override
      public Completion complete(ModelRequest request) throws ModelException {
        if (CALLS.getAndIncrement() == 0) {
          onFirstCall.run();
        }
        String text = request.input().get("text").asText();
        if (text.startsWith("!budget")) {
          throw new ModelException(ModelFault.OVER_BUDGET, "it is used up");
        }
        if (text.startsWith("!gone")) {
          throw new ModelException(ModelFault.SERVER_GONE, "it is gone");
        }
        if (text.startsWith("!fail")) {
          throw new ModelException(ModelFault.REQUEST_REFUSED, "it said so");
        }
        String answer = Json.write(Json.object().put("lines", text.lines().count()));
        return new Completion(
            text.startsWith("!wrapped") ? "It is " + answer : answer,
            new TokenCounts(10, 2),
            Completion.Stop.FINISHED);
      }

      @Override
      public void close() {}
    };
  }
}
