package io.catalytic.instruction;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.catalytic.digest.Json;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JoinedAnswersTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'a':[1,2]} | {'a':[3]} | {'a':[1,2,3]}",
        "{'a':[1,2]} | {'a':[2,1,4]} | {'a':[1,2,4]}",
        "{'a':[{'x':1,'y':2}]} | {'a':[{'y':2,'x':1.0},{'x':1}]} | {'a':[{'x':1,'y':2},{'x':1}]}",
        "{'a':[],'p':false} | {'a':[],'p':true} | {'a':[],'p':true}",
        "{'a':[],'p':true} | {'a':[],'p':false} | {'a':[],'p':true}",
        "{'a':[]} | {'a':[],'p':true} | {'a':[],'p':true}",
        "{'a':[]} | {'a':[],'b':[1]} | {'a':[],'b':[1]}",
        "{'a':[[1]]} | {'a':[[1],[2]]} | {'a':[[1],[2]]}",
      })
  void arraysAreJoinedInOrderWithoutDuplicatesAndBooleansOrEd(
      String first, String second, String joined) throws Exception {
    List<JsonNode> parts = List.of(json(first), json(second));
    List<JsonNode> before = new ArrayList<>();
    parts.forEach(part -> before.add(part.deepCopy()));
    assertThat(Json.write(JoinedAnswers.of(parts))).isEqualTo(Json.write(json(joined)));
    assertThat(parts).as("the parts themselves are left").isEqualTo(before);
  }

  private static JsonNode json(String text) throws Exception {
    return Json.parse(text.replace('\'', '"'));
  }
}
