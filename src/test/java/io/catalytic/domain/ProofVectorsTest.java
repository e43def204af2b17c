package io.catalytic.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.catalytic.digest.Json;
import io.catalytic.merkle.InvalidProofException;
import io.catalytic.schema.JsonSchema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Both verifiers, this one and {@code docs/check_proof.py}, say of each vector what it asks for.
 */
class ProofVectorsTest {
  private static final Path FILES = Path.of("src/test/resources/io/catalytic/domain/proofs");

  static List<ProofVector> vectors() throws IOException {
    List<ProofVector> vectors = new ArrayList<>();
    try (Stream<Path> files = Files.list(FILES)) {
      for (Path file : files.sorted().toList()) {
        vectors.add(ProofVector.parse(file.getFileName().toString(), Files.readAllBytes(file)));
      }
    }
    return vectors;
  }

  /** Returns why it is refused, or nothing. */
  private static String verdict(ProofVector vector) {
    try {
      PathProofJson.read(Json.write(vector.proof()).getBytes(StandardCharsets.UTF_8))
          .check(vector.root());
      return "";
    } catch (InvalidProofException e) {
      return e.reason();
    } catch (IllegalArgumentException e) {
      return String.valueOf(e.getMessage());
    }
  }

  @Test
  void theFilesAreWhatTheGeneratorMakes() throws IOException {
    Map<String, String> made = new TreeMap<>();
    for (ProofVector vector : ProofVectors.make().values()) {
      made.put(vector.name() + ".json", vector.text());
    }
    if ("write".equals(System.getProperty("catalytic.vectors"))) {
      write(made);
    }
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> paths = Files.list(FILES)) {
      for (Path path : paths.toList()) {
        files.put(path.getFileName().toString(), Files.readString(path));
      }
    }
    assertThat(files).isEqualTo(made);
  }

  private static void write(Map<String, String> made) throws IOException {
    Files.createDirectories(FILES);
    try (Stream<Path> old = Files.list(FILES)) {
      for (Path path : old.toList()) {
        Files.delete(path);
      }
    }
    for (Map.Entry<String, String> file : made.entrySet()) {
      Files.writeString(FILES.resolve(file.getKey()), file.getValue());
    }
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void aVectorIsTakenOrRefusedForItsReason(ProofVector vector) {
    if (vector.holds()) {
      assertThat(verdict(vector)).isEmpty();
    } else {
      assertThat(verdict(vector)).contains(vector.refusal());
    }
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void whatHoldsFitsTheSchemaAndWhatIsNoProofDoesNot(ProofVector vector) {
    boolean fits = JsonSchema.named("path-proof").check(vector.proof()).isEmpty();
    if (vector.holds()) {
      assertThat(fits).isTrue();
    } else if (verdict(vector).startsWith("not a proof of a path: ")) {
      assertThat(fits).isFalse();
    }
  }

  @Test
  void thePythonVerifierHasAtMostFortyLinesAndSaysTheSameOfEachVector(@TempDir Path temp)
      throws Exception {
    assertThat(Files.readAllLines(Path.of("docs/check_proof.py"))).hasSizeLessThanOrEqualTo(40);
    assumeTrue(python(temp, "--version") == 0, "there is no python3 on this machine");
    assertThat(python(temp, "src/test/python/check_vectors.py", FILES.toString()))
        .as("%s", Files.readString(temp.resolve("log")))
        .isZero();
    assertThat(Files.readString(temp.resolve("log")).lines())
        .containsExactlyElementsOf(
            vectors().stream()
                .map(vector -> vector.name() + (vector.holds() ? " holds" : " is refused"))
                .toList());
  }

  @Test
  void thePythonVerifierSaysWhyAndEndsWithOne(@TempDir Path temp) throws Exception {
    assumeTrue(python(temp, "--version") == 0, "there is no python3 on this machine");
    ProofVector vector =
        ProofVector.parse("", Files.readAllBytes(FILES.resolve("holds-file.json")));
    Path proof = Files.writeString(temp.resolve("proof.json"), Json.write(vector.proof()));
    assertThat(python(temp, "docs/check_proof.py", proof.toString(), vector.root().hex())).isZero();
    assertThat(temp.resolve("log")).isEmptyFile();
    assertThat(python(temp, "docs/check_proof.py", proof.toString(), "0".repeat(64))).isEqualTo(1);
    assertThat(temp.resolve("log")).hasContent("does not hold: it does not lead to that root");
  }

  private static int python(Path temp, String... arguments) throws InterruptedException {
    List<String> command = new ArrayList<>(List.of("python3"));
    command.addAll(List.of(arguments));
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(temp.resolve("log").toFile())
              .start();
      if (!process.waitFor(1, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new AssertionError("python3 did not end within a minute");
      }
      return process.exitValue();
    } catch (IOException e) {
      return 127;
    }
  }
}
