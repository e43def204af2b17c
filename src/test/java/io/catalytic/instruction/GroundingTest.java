package io.catalytic.instruction;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.catalytic.digest.Json;
import io.catalytic.schema.Violation;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GroundingTest {
  private static final GroundingCheck CHECK =
      new GroundingCheck(Instructions.named("extract_structure").groundingRule().orElseThrow());

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "def run(): | run | true",
        "def runner(): | run | false",
        "def rerun(): | run | false",
        "def run_all(): | run | false",
        "running; run | run | true",
        "run | run | true",
        "def Run(): | run | false",
        "import a.b.c | a.b | true",
        "import a.bc | a.b | false",
        "#include <a/b.h> | a/b.h | true",
        "xoperator+=x | operator+= | false",
        "x operator+=x | operator+= | true",
        "größe() | größe | true",
        "übergröße() | größe | false",
        "a\u0000run\u0000b | run | true",
        "f() | `` | false",
      })
  void aNameStandsInTheCodeLetterForLetterAndAsAWord(String code, String name, boolean stands)
      throws Exception {
    JsonNode answer =
        answer("{\"name\":" + Json.write(Json.object().textNode(name)) + ",\"line\":1}");
    assertThat(CHECK.check(answer, GroundText.whole(code)).isEmpty()).isEqualTo(stands);
  }

  @Test
  void whatIsInventedIsNamedWithItsPlace() throws Exception {
    JsonNode answer =
        Json.parse(
            "{\"functions\":[{\"name\":\"f\",\"line\":1},{\"name\":\"g\",\"line\":2}],"
                + "\"classes\":[{\"name\":\"C\",\"line\":1}],\"imports\":[{\"name\":\"os\"}]}");
    assertThat(CHECK.check(answer, GroundText.whole("def f(): pass")))
        .extracting(Violation::toString)
        .containsExactly(
            "/classes/0/name: must stand in the code, letter for letter; this does not: \"C\"",
            "/functions/1/name: must stand in the code, letter for letter; this does not: \"g\"",
            "/imports/0/name: must stand in the code, letter for letter; this does not: \"os\"");
  }

  /** {@code f} stands on the lines 2, 5 and 9 of ten. */
  private static final String CODE = "\nf\n\r\n\rf\n\n\n\nf\nend";

  @ParameterizedTest
  @CsvSource({
    "1,2",
    "2,2",
    "3,2",
    "4,5",
    "7,5",
    "8,9",
    "10,9",
    "99,9",
    "0,2",
    "9007199254740991,9"
  })
  void aLineIsWhereTheNameStandsNearestToTheModelsLine(long hint, int line) throws Exception {
    JsonNode located =
        CHECK.located(answer("{\"name\":\"f\",\"line\":" + hint + "}"), GroundText.whole(CODE));
    assertThat(located.at("/functions/0/line").asInt()).isEqualTo(line);
  }

  @Test
  void withoutALineItIsTheFirst() throws Exception {
    JsonNode answer =
        Json.parse("{\"functions\":[],\"classes\":[],\"imports\":[{\"name\":\"f\"}]}");
    JsonNode located = CHECK.located(answer, GroundText.whole(CODE));
    assertThat(located.at("/imports/0/line").asInt()).isEqualTo(2);
    assertThat(answer.at("/imports/0").has("line")).as("the answer itself is left").isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    // hint and end as the model gives them, line and end as they are
    "4, 6, 5, 7",
    "5, 6, 5, 6",
    "6, 9, 5, 8",
    "9, 99, 9, 10",
    "10, 3, 9, 9",
  })
  void aLastLineMovesWithTheFirstAndStaysWithinTheText(int hint, int end, int line, int last)
      throws Exception {
    JsonNode item =
        CHECK
            .located(
                answer("{\"name\":\"f\",\"line\":" + hint + ",\"end_line\":" + end + "}"),
                GroundText.whole(CODE))
            .at("/functions/0");
    assertThat(item.get("line").asInt()).isEqualTo(line);
    assertThat(item.get("end_line").asInt()).isEqualTo(last);
  }

  @ParameterizedTest
  @CsvSource({
    // counted from the part's beginning
    "2, 3, 102, 103",
    "5, 6, 105, 106",
    // counted from the beginning of the whole, which only makes sense beyond the part's ten lines
    "102, 103, 102, 103",
    "104, 106, 105, 107",
    "110, 110, 109, 109",
    // neither
    "50, 51, 109, 110",
    "999, 999, 109, 109",
  })
  void inAPartLinesAreThoseOfTheWhole(int hint, int end, int line, int last) throws Exception {
    JsonNode item =
        CHECK
            .located(
                answer("{\"name\":\"f\",\"line\":" + hint + ",\"end_line\":" + end + "}"),
                new GroundText(new TextLines(CODE), 101))
            .at("/functions/0");
    assertThat(item.get("line").asInt()).isEqualTo(line);
    assertThat(item.get("end_line").asInt()).isEqualTo(last);
  }

  @Property(tries = 500)
  void everyLineThatIsGivenHasTheName(
      @ForAll @IntRange(min = 1, max = 30) int before,
      @ForAll @IntRange(min = 0, max = 60) int between,
      @ForAll int hint)
      throws Exception {
    String code = "x\n".repeat(before) + "  f()\r\n" + "ff\r".repeat(between) + "f;";
    JsonNode located =
        CHECK.located(
            answer("{\"name\":\"f\",\"line\":" + Math.abs((long) hint) + "}"),
            GroundText.whole(code));
    assertThat(located.at("/functions/0/line").asInt())
        .isIn(List.of(before + 1, before + between + 2));
  }

  private static JsonNode answer(String function) throws Exception {
    return Json.parse("{\"functions\":[" + function + "],\"classes\":[],\"imports\":[]}");
  }
}
