package io.catalytic.instruction;

import com.fasterxml.jackson.databind.JsonNode;
import io.catalytic.digest.Json;
import io.catalytic.model.Completion;
import io.catalytic.model.Completion.Stop;
import io.catalytic.model.ModelClient;
import io.catalytic.model.ModelException;
import io.catalytic.model.ModelFault;
import io.catalytic.model.ModelIdentity;
import io.catalytic.model.ModelRequest;
import io.catalytic.model.ModelSpec;
import io.catalytic.model.TokenCounts;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A harness whose model plays a script, and what it was asked. */
abstract class ScriptedHarness {
  static final Instruction EXTRACT = Instructions.named("extract_structure");
  static final ModelSpec SPEC = ModelSpec.of("ollama", "m");
  static final String GOOD = "{\"functions\":[],\"classes\":[],\"imports\":[]}";
  static final JsonNode INPUT = Json.object().put("code", "x = 1").put("language", "python");

  final List<ModelRequest> asked = new ArrayList<>();
  final List<Duration> pauses = new ArrayList<>();

  /** A part of the script. */
  interface Script {
    Completion play() throws ModelException, InterruptedException;
  }

  static Script says(String text) {
    return () -> new Completion(text, new TokenCounts(10, 5), Stop.FINISHED);
  }

  /** A good answer that was cut nevertheless. */
  static Script cut(int tokens) {
    return () -> new Completion(GOOD, new TokenCounts(9, tokens), Stop.LENGTH);
  }

  static Script fails(ModelFault fault) {
    return () -> {
      throw new ModelException(fault, "told why");
    };
  }

  DeadLetter deadLetter(Script... script) throws InterruptedException {
    return (DeadLetter) run(script);
  }

  Outcome run(Script... script) throws InterruptedException {
    return harness(AttemptPolicy.DEFAULT, script).execute(INPUT);
  }

  InstructionHarness harness(AttemptPolicy policy, Script... script) {
    return new InstructionHarness(
        EXTRACT,
        client(script),
        SPEC,
        policy,
        ChunkLimits.DEFAULT,
        Outline.NONE,
        pauses::add,
        () -> 0.5);
  }

  /** Plays the script in turn, its last part again and again. */
  ModelClient client(Script... script) {
    Deque<Script> left = new ArrayDeque<>(List.of(script));
    return new ModelClient() {
      @Override
      public ModelIdentity identity() {
        return new ModelIdentity("test", "m", "d");
      }

      @Override
      public Completion complete(ModelRequest request) throws ModelException, InterruptedException {
        asked.add(request);
        return (left.size() > 1 ? left.remove() : left.element()).play();
      }

      @Override
      public void close() {}
    };
  }
}
