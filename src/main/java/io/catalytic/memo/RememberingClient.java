package io.catalytic.memo;

import com.fasterxml.jackson.databind.JsonNode;
import io.catalytic.digest.CanonicalJson;
import io.catalytic.digest.Hash;
import io.catalytic.model.CallGate;
import io.catalytic.model.Completion;
import io.catalytic.model.ModelClient;
import io.catalytic.model.ModelException;
import io.catalytic.model.ModelFault;
import io.catalytic.model.ModelIdentity;
import io.catalytic.model.ModelRequest;
import io.catalytic.model.ModelSpec;
import io.catalytic.model.TimedCompletion;
import io.catalytic.model.TokenCounts;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Asks a model what was not asked before. Thread-safe: each thread works on one input at a time,
 * which it names with {@link #about}.
 */
public final class RememberingClient implements ModelClient {
  private static final ThreadLocal<@Nullable Subject> SUBJECT = new ThreadLocal<>();

  private final Memo memo;
  private final CallGate gate;
  private final ModelIdentity identity;
  private final ModelSpec spec;
  private final boolean readsPrompts;
  private final Duration limit;
  private volatile @Nullable Schema schema;

  /** The schema of a request: it is the next one's too, nearly always. */
  private record Schema(JsonNode json, Hash hash) {}

  /** What a thread works on, and how long its calls took so far. */
  private static final class Subject {
    private final InputKey input;
    private final long start = System.nanoTime();
    private long millis;
    private int calls;
    private TokenCounts spent = TokenCounts.NONE;

    private Subject(InputKey input) {
      this.input = input;
    }
  }

  /**
   * A result, and what it took.
   *
   * @param value the result
   * @param durationMillis of all calls together, when they were made
   * @param calls that were made now
   * @param spent tokens that were paid now
   */
  public record Remembered<T>(T value, long durationMillis, int calls, TokenCounts spent) {
    /** Returns a result for which nothing was asked. */
    public static <T> Remembered<T> free(T value) {
      return new Remembered<>(value, 0, 0, TokenCounts.NONE);
    }
  }

  /** Some work. */
  @FunctionalInterface
  public interface Work<T> {
    /** Does it. */
    T run() throws InterruptedException;
  }

  /**
   * Prepares.
   *
   * @param gate through which calls go
   * @param identity who answers
   * @param spec how it is asked
   * @param readsPrompts whether it is asked by prompts; one that computes its answers anew costs
   *     less than to remember each
   * @param limit after so long no more calls are made for one input
   */
  public RememberingClient(
      Memo memo,
      CallGate gate,
      ModelIdentity identity,
      ModelSpec spec,
      boolean readsPrompts,
      Duration limit) {
    this.memo = memo;
    this.gate = gate;
    this.identity = identity;
    this.spec = spec;
    this.readsPrompts = readsPrompts;
    this.limit = limit;
  }

  /** Runs some work, all calls of which are about one input. */
  public <T> Remembered<T> about(InputKey input, Work<T> work) throws InterruptedException {
    Subject current = new Subject(input);
    SUBJECT.set(current);
    try {
      T value = work.run();
      return new Remembered<>(value, current.millis, current.calls, current.spent);
    } finally {
      SUBJECT.remove();
    }
  }

  @Override
  public ModelIdentity identity() {
    return identity;
  }

  @Override
  public Completion complete(ModelRequest request) throws ModelException, InterruptedException {
    Subject current = SUBJECT.get();
    if (current == null) {
      throw new IllegalStateException("a call is about no input");
    }
    if (!readsPrompts) {
      return ask(request, current, completion -> {}).completion();
    }
    CallKey key = CallKey.of(identity, spec, request, hash(request.decodingSchema()));
    Optional<KeptCall> known = memo.completion(key);
    if (known.isPresent()) {
      KeptCall call = known.get();
      current.millis += call.durationMillis();
      String text = ((KeptCall.Inline) call.text()).text();
      return new Completion(text, call.tokens(), call.stop());
    }
    memo.checkDurable();
    return ask(request, current, asked -> keep(current.input, key, asked)).completion();
  }

  @SuppressWarnings("ReferenceEquality") // Another object is digested, were it the same schema.
  private Hash hash(JsonNode json) {
    Schema known = schema;
    if (known == null || known.json != json) {
      known = new Schema(json, CanonicalJson.digest(json).hash());
      schema = known;
    }
    return known.hash;
  }

  private void keep(InputKey input, CallKey key, TimedCompletion asked)
      throws InterruptedException {
    Completion completion = asked.completion();
    if (completion.stop() != Completion.Stop.ABORTED && isExact(completion.text())) {
      memo.remember(
          new KeptCall(
              input,
              key,
              new KeptCall.Inline(completion.text()),
              completion.stop(),
              completion.tokens(),
              asked.durationMillis()));
    }
  }

  private TimedCompletion ask(ModelRequest request, Subject current, CallGate.Keeper keeper)
      throws ModelException, InterruptedException {
    if (System.nanoTime() - current.start > limit.toNanos()) {
      throw new ModelException(
          ModelFault.OUT_OF_TIME,
          "no answer within "
              + limit.toMillis()
              + " ms and "
              + current.calls
              + " calls (invocation_timeout_ms)");
    }
    current.calls++;
    TimedCompletion asked = gate.complete(request, keeper);
    current.millis += asked.durationMillis();
    current.spent = current.spent.plus(asked.completion().tokens());
    return asked;
  }

  /** Half a surrogate pair has no UTF-8, and would come back as something else. */
  private static boolean isExact(String text) {
    return StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }

  /** Does nothing: the gate is another's. */
  @Override
  public void close() {}
}
