package io.catalytic.extract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.catalytic.digest.Json;
import io.catalytic.model.ModelException;
import io.catalytic.model.ModelFault;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;

/**
 * Any text has an answer of the right form, or crashes no more than a parser's process, and does
 * the same again: samples of all languages, damaged at random.
 *
 * <p>1,000 texts; {@code mvn test -Dtest=MutationTest -Dtest.jvm.flags=-Djqwik.tries.default=10000}
 * for 10,000.
 */
class MutationTest {
  private static final String CRASH = "crash: ";
  private static final EmbeddedClient CLIENT = Extract.client(Extract.PATIENCE);

  @AfterContainer
  static void end() {
    CLIENT.close();
  }

  /** Replaces some of a text by another. */
  private record Edit(double place, int length, String text) {
    String apply(String code) {
      int start = (int) (place * code.length());
      int end = Math.min(code.length(), start + length);
      return code.substring(0, start) + text + code.substring(end);
    }
  }

  @Property(shrinking = ShrinkingMode.OFF)
  void damagedCodeHasAnAnswer(
      @ForAll Language grammar, @ForAll Language sample, @ForAll("edits") List<Object> edits)
      throws Exception {
    // Mostly the language's own sample; sometimes that of another one.
    Language source = edits.size() % 5 == 4 ? sample : grammar;
    String code = Samples.code(source);
    for (Object edit : edits) {
      code = ((Edit) edit).apply(code);
    }
    String answer = answerOrCrash(grammar, code);
    assertThat(answerOrCrash(grammar, code)).isEqualTo(answer);
    if (answer.startsWith(CRASH)) {
      return;
    }
    JsonNode structure = Json.parse(answer);
    int lines = code.split("\r\n|\r|\n", -1).length;
    for (String list : List.of("functions", "classes", "imports")) {
      for (JsonNode item : structure.get(list)) {
        assertThat(item.get("name").asText()).isNotBlank();
        assertThat(item.get("line").asInt()).isBetween(1, lines);
        if (!list.equals("imports")) {
          assertThat(item.get("end_line").asInt()).isBetween(item.get("line").asInt(), lines);
        }
      }
    }
  }

  /** Grammars have assertions that some texts break: then it says so, each time. */
  private static String answerOrCrash(Language grammar, String code) throws Exception {
    try {
      return Extract.json(CLIENT, grammar.wireName(), code);
    } catch (ModelException e) {
      assertThat(e.fault()).as(e.getMessage()).isEqualTo(ModelFault.WORKER_CRASHED);
      return CRASH + e.getMessage();
    }
  }

  /** Found by the property above. */
  @Example
  void aHeredocWordThatDoesNotFitAByteCrashesOnlyItsParser() throws Exception {
    String code = "x <<\"" + "a".repeat(300) + "\n";
    assertThat(answerOrCrash(Language.RUBY, code)).startsWith(CRASH).contains("size == length");
    assertThat(answerOrCrash(Language.RUBY, "def f; end")).contains("\"f\"");
  }

  @Provide
  Arbitrary<List<Object>> edits() {
    Arbitrary<String> fragment =
        Arbitraries.oneOf(
            Arbitraries.of(
                "(",
                ")",
                "{",
                "}",
                "[",
                "]",
                "\"",
                "'",
                "`",
                "\"\"\"",
                "<<EOF\n",
                "<<~A\n",
                "/*",
                "#",
                "\\",
                "\n",
                "\r",
                "\0",
                "\t",
                "def ",
                "class ",
                "function ",
                ":",
                ";",
                "=>",
                "<?php ",
                "?>",
                "R\"(",
                "#if\n",
                "$(",
                "${",
                "%w[",
                "r#\"",
                "\uFEFF",
                "\uD83D"),
            Arbitraries.strings().ofMaxLength(12));
    Arbitrary<Edit> edit =
        Combinators.combine(
                Arbitraries.doubles().between(0, 1),
                Arbitraries.integers().between(0, 40),
                fragment)
            .as(Edit::new);
    return edit.map(each -> (Object) each).list().ofMinSize(1).ofMaxSize(12);
  }
}
