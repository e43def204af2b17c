package io.catalytic.memo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catalytic.digest.CanonicalJson;
import io.catalytic.digest.Hash;
import io.catalytic.digest.Hasher;
import io.catalytic.digest.Json;
import io.catalytic.instruction.ChunkLimits;
import io.catalytic.model.ModelIdentity;
import io.catalytic.model.ModelSpec;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class InvocationKeyTest {
  private static final Hash INSTRUCTION = Hasher.sha256(new byte[] {1});
  private static final ModelIdentity WHO = new ModelIdentity("ollama", "m:latest", "ab");
  private static final ModelSpec SPEC = ModelSpec.of("ollama", "m");
  private static final ChunkLimits CHUNKS = ChunkLimits.DEFAULT;

  private static ObjectNode common(ModelSpec spec, int attempts, ChunkLimits chunks) {
    return InvocationKey.common(INSTRUCTION, WHO, spec, attempts, chunks);
  }

  private static ModelSpec spec(int context, int output, double temperature, int seed) {
    return new ModelSpec("ollama", "m", null, context, output, temperature, seed, SPEC.timeout());
  }

  @Test
  void theNameOfAnAnswerIsWhatItWasBeforeChunksHadOptions() {
    assertThat(Json.write(common(SPEC, 3, CHUNKS)))
        .isEqualTo(
            "{\"format\":2,\"instruction\":\""
                + INSTRUCTION.hex()
                + "\",\"model\":{\"provider\":\"ollama\",\"name\":\"m:latest\",\"digest\":\"ab\"},"
                + "\"options\":{\"context_tokens\":8192,\"max_output_tokens\":2048,"
                + "\"temperature\":0.0,\"seed\":1,\"max_attempts\":3},"
                + "\"versions\":{\"renderer\":1,\"chunker\":1,\"checker\":1},\"sample\":0}");
  }

  @Test
  void whateverDecidesAnAnswerMakesAnotherInvocation() {
    ObjectNode usual = common(SPEC, 3, CHUNKS);
    assertThat(
            List.of(
                InvocationKey.common(Hasher.sha256(new byte[] {2}), WHO, SPEC, 3, CHUNKS),
                InvocationKey.common(
                    INSTRUCTION, new ModelIdentity("openai", "m:latest", "ab"), SPEC, 3, CHUNKS),
                InvocationKey.common(
                    INSTRUCTION, new ModelIdentity("ollama", "n:latest", "ab"), SPEC, 3, CHUNKS),
                InvocationKey.common(
                    INSTRUCTION, new ModelIdentity("ollama", "m:latest", "ac"), SPEC, 3, CHUNKS),
                common(spec(8193, 2048, 0, 1), 3, CHUNKS),
                common(spec(8192, 2049, 0, 1), 3, CHUNKS),
                common(spec(8192, 2048, 0.1, 1), 3, CHUNKS),
                common(spec(8192, 2048, 0, 2), 3, CHUNKS),
                common(SPEC, 4, CHUNKS),
                common(SPEC, 3, new ChunkLimits(1.3, 400, 6, 6)),
                common(SPEC, 3, new ChunkLimits(1.2, 401, 6, 6)),
                common(SPEC, 3, new ChunkLimits(1.2, 400, 7, 6)),
                common(SPEC, 3, new ChunkLimits(1.2, 400, 6, 7)),
                common(SPEC, 3, new ChunkLimits(1.2, 400, 6, 8))))
        .extracting(parts -> CanonicalJson.digest(parts).hash())
        .doesNotHaveDuplicates()
        .doesNotContain(CanonicalJson.digest(usual).hash());
  }

  @Test
  void addressAndTimeAndSizeOfRepliesMakeNone() {
    ModelSpec elsewhere =
        new ModelSpec(
            "ollama", "m", "http://elsewhere:1", 8192, 2048, 0, 1, Duration.ofSeconds(1), 2048);
    assertThat(common(elsewhere, 3, CHUNKS)).isEqualTo(common(SPEC, 3, CHUNKS));
  }
}
