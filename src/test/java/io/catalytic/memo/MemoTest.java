package io.catalytic.memo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catalytic.digest.Digest;
import io.catalytic.digest.Hash;
import io.catalytic.digest.Hasher;
import io.catalytic.digest.Json;
import io.catalytic.model.CallGate;
import io.catalytic.model.Completion;
import io.catalytic.model.ModelClient;
import io.catalytic.model.ModelException;
import io.catalytic.model.ModelFault;
import io.catalytic.model.ModelIdentity;
import io.catalytic.model.ModelRequest;
import io.catalytic.model.ModelSpec;
import io.catalytic.model.TokenBudget;
import io.catalytic.model.TokenCounts;
import io.catalytic.schema.JsonSchema;
import io.catalytic.store.FsckOptions;
import io.catalytic.store.FsckReport;
import io.catalytic.store.GcOptions;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.Stores;
import io.catalytic.store.WriteBatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoTest {
  private static final MemoRange ALL = MemoRange.ofPrefix(0, 0);
  private static final ModelIdentity WHO = new ModelIdentity("ollama", "m:latest", "ab");
  private static final ModelSpec SPEC = ModelSpec.of("ollama", "m");

  @TempDir private Path temp;
  private ObjectStore store;
  private final AtomicInteger calls = new AtomicInteger();

  /** A model that says the prompt again; {@code !…} fails, {@code ?…} is not done. */
  private final class Echo implements ModelClient {
    @Override
    public ModelIdentity identity() {
      return WHO;
    }

    @Override
    public Completion complete(ModelRequest request) throws ModelException {
      calls.incrementAndGet();
      if (request.prompt().startsWith("!")) {
        throw new ModelException(ModelFault.SERVER_ERROR, "boom");
      }
      Completion.Stop stop =
          request.prompt().startsWith("?") ? Completion.Stop.ABORTED : Completion.Stop.FINISHED;
      return new Completion("said: " + request.prompt(), new TokenCounts(3, 4), stop);
    }

    @Override
    public void close() {}
  }

  @BeforeEach
  void open() throws IOException {
    store = Stores.open(temp.resolve("store").toString());
  }

  @AfterEach
  void close() throws IOException {
    store.close();
  }

  private static InputKey input(String name) {
    return new InputKey(Hasher.sha256(name.getBytes(StandardCharsets.UTF_8)));
  }

  private static InvocationKey invocation(String name) {
    return new InvocationKey(Hasher.sha256(("ask " + name).getBytes(StandardCharsets.UTF_8)));
  }

  private Memo memo(MemoUse use, String... inputs) throws IOException {
    Set<InputKey> keys =
        Set.of(List.of(inputs).stream().map(MemoTest::input).toArray(InputKey[]::new));
    return Memo.open(store, ALL, keys, use);
  }

  private RememberingClient client(Memo memo) {
    return client(memo, Duration.ofHours(1));
  }

  private RememberingClient client(Memo memo, Duration limit) {
    CallGate gate = new CallGate(new Echo(), 4, new TokenBudget(1000), 20, Duration.ZERO);
    return new RememberingClient(memo, gate, WHO, SPEC, true, limit);
  }

  private static ModelRequest request(String prompt, int sample) {
    return new ModelRequest("id", prompt, Json.object(), Json.object(), 100, sample);
  }

  private RememberingClient.Remembered<Completion> ask(Memo memo, String input, String prompt)
      throws InterruptedException {
    RememberingClient client = client(memo);
    return client.about(
        input(input),
        () -> {
          try {
            return client.complete(request(prompt, 0));
          } catch (ModelException e) {
            throw new IllegalStateException(e.getMessage(), e);
          }
        });
  }

  private KeptAnswer answer(WriteBatch batch, String input) throws IOException {
    Digest result = batch.put(("{\"of\":\"" + input + "\"}").getBytes(StandardCharsets.UTF_8));
    Provenance from = new Provenance(2, new TokenCounts(5, 6), 70, 3, true);
    return new KeptAnswer(input(input), invocation(input), result, 9, from);
  }

  private KeptAnswer keep(Memo memo, String input) throws IOException {
    try (WriteBatch batch = store.begin()) {
      KeptAnswer answer = answer(batch, input);
      memo.finish(batch, List.of(answer));
      return answer;
    }
  }

  @Test
  void anAnswerComesBackWhole() throws IOException {
    KeptAnswer kept = keep(memo(MemoUse.USE, "a"), "a");
    Memo later = memo(MemoUse.USE, "a", "b");
    assertThat(later.answer(invocation("a"))).contains(kept);
    assertThat(later.answer(invocation("b"))).isEmpty();
    assertThat(memo(MemoUse.RETRY_DEAD, "a").answer(invocation("a"))).contains(kept);
    assertThat(memo(MemoUse.NONE, "a").answer(invocation("a"))).isEmpty();
  }

  @Test
  void aCompletionIsDurableBeforeItsCallerHasIt() throws Exception {
    assertThat(ask(memo(MemoUse.USE, "a"), "a", "hello").value().text()).isEqualTo("said: hello");
    // Nothing was finished or closed: this is what a killed process leaves.
    RememberingClient.Remembered<Completion> again = ask(memo(MemoUse.USE, "a"), "a", "hello");
    assertThat(again.value())
        .isEqualTo(new Completion("said: hello", new TokenCounts(3, 4), Completion.Stop.FINISHED));
    assertThat(again.calls()).isZero();
    assertThat(again.spent()).isEqualTo(TokenCounts.NONE);
    assertThat(calls).hasValue(1);
  }

  @Test
  void whatModelsWroteIsFoundAfterTheRecordsWerePutTogether() throws Exception {
    for (int run = 0; run < 3 * Memo.FOLD; run++) {
      Memo memo = memo(MemoUse.USE, "a", "b", "c");
      for (int i = 0; i <= run; i++) {
        ask(memo, "abc".substring(i % 3, i % 3 + 1), "prompt " + i);
      }
      keep(memo, "a");
      assertThat(calls).hasValue(run + 1);
      assertThat(store.refs().list("memo")).hasSizeLessThan(Memo.FOLD + 1);
    }
    assertThat(store.fsck(FsckOptions.CHECK, finding -> {}).status())
        .isEqualTo(FsckReport.Status.CLEAN);
  }

  @Test
  void otherOptionsPromptsAndSamplesAreOtherCalls() {
    ModelRequest plain = request("p", 0);
    CallKey key = CallKey.of(WHO, SPEC, plain);
    assertThat(CallKey.of(WHO, SPEC.at("http://elsewhere:1"), plain)).isEqualTo(key);
    assertThat(
            List.of(
                CallKey.of(WHO, SPEC, request("q", 0)),
                CallKey.of(WHO, SPEC, request("p", 1)),
                CallKey.of(new ModelIdentity("ollama", "m:latest", "ac"), SPEC, plain),
                CallKey.of(new ModelIdentity("openai", "m:latest", "ab"), SPEC, plain),
                CallKey.of(
                    WHO,
                    new ModelSpec("ollama", "m", null, 8193, 2048, 0, 1, SPEC.timeout()),
                    plain),
                CallKey.of(
                    WHO,
                    new ModelSpec("ollama", "m", null, 8192, 2048, 0.1, 1, SPEC.timeout()),
                    plain),
                CallKey.of(
                    WHO,
                    new ModelSpec("ollama", "m", null, 8192, 2048, 0, 2, SPEC.timeout()),
                    plain),
                CallKey.of(
                    WHO, SPEC, new ModelRequest("id", "p", Json.object(), Json.object(), 101, 0)),
                CallKey.of(
                    WHO,
                    SPEC,
                    new ModelRequest(
                        "id", "p", Json.object().put("type", "object"), Json.object(), 100, 0))))
        .doesNotHaveDuplicates()
        .doesNotContain(key);
  }

  @Test
  void whatFailedOrWasBrokenOffIsNotKept() throws Exception {
    Memo memo = memo(MemoUse.USE, "a");
    assertThatThrownBy(() -> ask(memo, "a", "!")).hasMessage("boom");
    ask(memo, "a", "?");
    ask(memo(MemoUse.USE, "a"), "a", "?");
    assertThat(calls).hasValue(3);
  }

  @Test
  void whenItsTimeIsOverNoMoreCallsAreMadeForAnInput() throws Exception {
    Memo memo = memo(MemoUse.USE, "a");
    ask(memo, "a", "known");
    RememberingClient late = client(memo(MemoUse.USE, "a"), Duration.ZERO);
    RememberingClient.Remembered<ModelFault> end =
        late.about(
            input("a"),
            () -> {
              try {
                assertThat(late.complete(request("known", 0)).text()).isEqualTo("said: known");
                late.complete(request("new", 0));
                throw new AssertionError("it was asked");
              } catch (ModelException e) {
                return e.fault();
              }
            });
    assertThat(end.value()).isEqualTo(ModelFault.OUT_OF_TIME);
    assertThat(end.calls()).isZero();
    assertThat(calls).hasValue(1);
  }

  @Test
  void whatHasNoUtf8IsNotKept() throws Exception {
    ask(memo(MemoUse.USE, "a"), "a", "half \uD800");
    ask(memo(MemoUse.USE, "a"), "a", "half \uD800");
    assertThat(calls).hasValue(2);
  }

  @Test
  void aDeadInvocationIsAskedAgainOnlyIfThatIsWanted() throws Exception {
    ask(memo(MemoUse.USE, "a"), "a", "bad");
    ask(memo(MemoUse.USE, "a"), "a", "bad");
    assertThat(calls).hasValue(1);
    ask(memo(MemoUse.RETRY_DEAD, "a"), "a", "bad");
    assertThat(calls).hasValue(2);
    ask(memo(MemoUse.NONE, "a"), "a", "bad");
    assertThat(calls).hasValue(3);
  }

  @Test
  void noneLeavesNothing() throws Exception {
    Memo memo = memo(MemoUse.NONE, "a");
    ask(memo, "a", "hello");
    keep(memo, "a");
    assertThat(store.refs().list("memo")).isEmpty();
  }

  @Test
  void anAnswerThatTheStoreLostIsHadAgain() throws Exception {
    KeptAnswer kept = keep(memo(MemoUse.USE, "a"), "a");
    try (var packs = Files.walk(temp.resolve("store"))) {
      for (Path pack : packs.filter(path -> path.toString().endsWith(".pack")).toList()) {
        Files.delete(pack);
      }
    }
    store.close();
    store = Stores.open(temp.resolve("store").toString());
    assertThat(memo(MemoUse.USE, "a").answer(kept.invocation())).isEmpty();
  }

  @Test
  void aRecordThatIsDamagedIsPassedOverAndStays() throws Exception {
    ask(memo(MemoUse.USE, "a"), "a", "hello");
    String name = store.refs().list("memo").get(0);
    Path file = temp.resolve("store/refs").resolve(name);
    Files.setPosixFilePermissions(
        file, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
    Files.writeString(file, Files.readString(file).replace("hello", "hullo"));
    Memo memo = memo(MemoUse.USE, "a");
    assertThat(ask(memo, "a", "hello").value().text()).isEqualTo("said: hello");
    assertThat(calls).hasValue(2);
    keep(memo, "a");
    assertThat(store.refs().list("memo")).contains(name);
  }

  @Test
  void aCollectionKeepsWhatIsRemembered() throws Exception {
    Memo memo = memo(MemoUse.USE, "a");
    ask(memo, "a", "hello");
    KeptAnswer kept = keep(memo, "a");
    store.close();
    store = Stores.open(temp.resolve("store").toString());
    for (int pass = 0; pass < 2; pass++) {
      store.gc(GcOptions.withGrace(Duration.ZERO));
    }
    assertThat(memo(MemoUse.USE, "a").answer(kept.invocation())).contains(kept);
    ask(memo(MemoUse.USE, "a"), "a", "hello");
    assertThat(calls).hasValue(1);
  }

  @Test
  void manyThreadsShareRecordsAndLoseNothing() throws Exception {
    Memo memo = memo(MemoUse.USE, "a");
    ExecutorService pool = Executors.newFixedThreadPool(16);
    try {
      List<Future<?>> asked = new ArrayList<>();
      for (int i = 0; i < 400; i++) {
        String prompt = "prompt " + i;
        asked.add(pool.submit(() -> ask(memo, "a", prompt)));
      }
      for (Future<?> each : asked) {
        each.get();
      }
    } finally {
      pool.shutdownNow();
    }
    Memo later = memo(MemoUse.USE, "a");
    for (int i = 0; i < 400; i++) {
      assertThat(ask(later, "a", "prompt " + i).calls()).isZero();
    }
    assertThat(calls).hasValue(400);
  }

  @Test
  void aGroupReadsOnlyWhatMayConcernIt() {
    assertThat(MemoRange.ofPrefix(3, 5)).isEqualTo(new MemoRange(0xa00, 0xbff));
    String name = MemoRange.ofPrefix(3, 5).newName();
    assertThat(MemoRange.ofName(name)).contains(new MemoRange(0xa00, 0xbff));
    assertThat(MemoRange.ofPrefix(10, 0x280).among(List.of(name))).containsExactly(name);
    assertThat(MemoRange.ofPrefix(10, 0x27f).among(List.of(name))).isEmpty();
    assertThat(
            MemoRange.ofPrefix(0, 0)
                .among(List.of(name, "memo/x", "memo/bff-a00." + "0".repeat(32))))
        .containsExactly(name);
    Hash hash = Hash.parse("af" + "0".repeat(62));
    assertThat(MemoRange.ofPrefix(3, 5).holds(new InputKey(hash))).isTrue();
  }

  @Test
  void aRecordFitsItsSchemaAndOneThatDoesNotIsNamed() throws Exception {
    Memo memo = memo(MemoUse.USE, "a");
    ask(memo, "a", "hello");
    JsonSchema schema = JsonSchema.named("memo-entry");
    for (int state = 0; state < 2; state++) {
      for (String name : store.refs().list("memo")) {
        String text = new String(store.refs().read(name).orElseThrow(), StandardCharsets.UTF_8);
        text.lines().skip(1).forEach(line -> assertThat(schema.check(parse(line))).isEmpty());
      }
      keep(memo, "a");
    }
    for (String record :
        List.of(
            "",
            "{}\n",
            "x\n",
            "{\"schema_version\":\"1.0\"}\nx\n",
            "{\"schema_version\":\"1.0\"}")) {
      assertThatThrownBy(() -> read(record))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("memo/x");
    }
    assertThatThrownBy(() -> read("{\"schema_version\":\"2.0\"}\n"))
        .hasMessage(
            "ref memo/x has version \"2.0\"; this program reads 1.x: use a newer one, or --no-memo");
  }

  private static void read(String record) throws IOException {
    MemoRecord.read("memo/x", record.getBytes(StandardCharsets.UTF_8), input -> true, entry -> {});
  }

  private static com.fasterxml.jackson.databind.JsonNode parse(String line) {
    try {
      return Json.parse(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
