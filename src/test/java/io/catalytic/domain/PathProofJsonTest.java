package io.catalytic.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catalytic.digest.Json;
import io.catalytic.merkle.InvalidProofException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PathProofJsonTest {
  private static ProofVector vector(String name) throws IOException {
    return Objects.requireNonNull(ProofVectors.make().get(name));
  }

  private static PathProof read(String json) {
    return PathProofJson.read(json.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void everyGoodProofComesBackAsItWas() throws IOException {
    for (ProofVector vector : ProofVectors.make().values()) {
      if (vector.holds()) {
        assertThat(PathProofJson.write(read(Json.write(vector.proof())))).isEqualTo(vector.proof());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "[]", "7", "null", "{", "{}", "{}{}", "{\"path\":1,\"path\":1}"})
  void whatIsNoProofIsRefusedAtItsPlace(String text) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("not a proof of a path: ");
  }

  @Test
  void whatIsShownOfAPathIsWhatIsProved() throws IOException {
    ObjectNode proof = vector("holds-not-utf8").proof().deepCopy();
    proof.put("path", "harmless.c");
    assertThatThrownBy(() -> read(Json.write(proof))).hasMessageContaining("/path: must be");
    ObjectNode twice = vector("holds-file").proof().deepCopy();
    twice.put("path_base64", "YS50eHQ=");
    assertThatThrownBy(() -> read(Json.write(twice))).hasMessageContaining("/path: must be");
    ObjectNode outside = vector("holds-other-leaf").proof().deepCopy();
    outside.put("path", "../x");
    assertThatThrownBy(() -> read(Json.write(outside))).hasMessageContaining("not a path inside");
  }

  @Test
  void aKeyOfALaterMinorVersionIsPassedOver() throws IOException, InvalidProofException {
    ObjectNode proof = vector("holds-file").proof().deepCopy();
    proof.put("schema_version", "1.7").put("unheard_of", true);
    read(Json.write(proof)).check();
  }

  @Test
  void theTrustedRootMustBeTheProofsOwn() throws IOException {
    PathProof proof = read(Json.write(vector("holds-file").proof()));
    PathProof other = read(Json.write(vector("holds-lone-entry").proof()));
    assertThatThrownBy(() -> proof.check(other.root()))
        .isInstanceOf(InvalidProofException.class)
        .hasMessage("it is about the root " + proof.root() + ", and not " + other.root());
  }

  /** One edit of the text: refused for a reason, or the very same proof. */
  @Property(tries = 2000)
  void noEditOfAProofIsTaken(
      @ForAll @IntRange(max = 2500) int at, @ForAll @IntRange(min = 32, max = 126) int with)
      throws IOException {
    String good = Json.write(EDITED);
    int index = at % good.length();
    String edited = good.substring(0, index) + (char) with + good.substring(index + 1);
    PathProof original = read(good);
    try {
      PathProof read = read(edited);
      read.check();
      assertThat(read).isEqualTo(original);
    } catch (IllegalArgumentException e) {
      assertThat(e.getMessage()).startsWith("not a proof of a path: ").hasSizeLessThan(600);
    } catch (InvalidProofException e) {
      assertThat(e.reason()).isNotEmpty();
    }
  }

  private static final ObjectNode EDITED = goodProof();

  private static ObjectNode goodProof() {
    try {
      return vector("holds-file").proof().deepCopy();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
