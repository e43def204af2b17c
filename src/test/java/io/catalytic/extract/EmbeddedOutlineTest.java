package io.catalytic.extract;

import static org.assertj.core.api.Assertions.assertThat;

import io.catalytic.instruction.Outline;
import io.catalytic.instruction.Outline.Declaration;
import io.catalytic.model.ModelClient;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class EmbeddedOutlineTest {
  private static final ModelClient WORKER = Extract.client(Extract.PATIENCE);
  private static final Outline OUTLINE = new EmbeddedOutline(WORKER);

  @AfterAll
  static void close() {
    WORKER.close();
  }

  @Test
  void declarationsAreTheFunctionsAndClassesWithTheirLines() throws Exception {
    assertThat(
            OUTLINE.declarations("class A:\n  def f(self):\n    pass\n\ndef g(): pass\n", "python"))
        .containsExactlyInAnyOrder(
            new Declaration(1, 3), new Declaration(2, 3), new Declaration(5, 5));
  }

  @Test
  void aLanguageThatIsNotReadHasNone() throws Exception {
    assertThat(OUTLINE.declarations("def g(): pass", "")).isEmpty();
    assertThat(OUTLINE.declarations("def g(): pass", "cobol")).isEmpty();
  }

  @Test
  void aTextThatCannotBeReadHasNone() throws Exception {
    try (ModelClient hasty = Extract.client(Duration.ofNanos(1))) {
      String code = "def g(): pass\n".repeat(50_000);
      assertThat(new EmbeddedOutline(hasty).declarations(code, "python")).isEmpty();
    }
  }
}
