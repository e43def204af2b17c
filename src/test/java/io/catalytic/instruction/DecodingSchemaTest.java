package io.catalytic.instruction;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.catalytic.digest.Json;
import io.catalytic.schema.JsonSchema;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecodingSchemaTest {
  private static final String ANYTHING =
      "{'type':['object','array','string','number','boolean','null']}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // What servers understand is kept.
        "{'type':'string','minLength':1} | {'type':'string','minLength':1}",
        "{'enum':['a',null,3]} | {'enum':['a',null,3]}",
        "{'const':{'pattern':'x'}} | {'const':{'pattern':'x'}}",
        "{'anyOf':[{'type':'string'},{'type':'null'}]} | {'anyOf':[{'type':'string'},{'type':'null'}]}",
        "{'type':'object','additionalProperties':false} | {'type':'object','additionalProperties':false}",
        // What they skip or fail on goes.
        "{'type':'integer','minimum':1,'maximum':9} | {'type':'integer'}",
        "{'type':'string','pattern':'\\\\d','format':'date'} | {'type':'string'}",
        "{'type':'array','uniqueItems':true,'contains':{}} | {'type':'array'}",
        "{'type':'string','title':'t','description':'d','$schema':'s'} | {'type':'string'}",
        "{'type':'object','if':{},'then':{},'else':{},'not':{}} | {'type':'object'}",
        "{'type':'string','maxLength':2000} | {'type':'string'}",
        // What a server would read as something narrower, or not at all, is written out.
        "{} | ANY",
        "{'minLength':1} | ANY",
        "{'title':'x'} | ANY",
        "{'additionalProperties':false} | ANY",
        "{'type':'object','properties':{}} | {'type':'object'}",
        // What is read together goes together.
        "{'prefixItems':[{}],'items':{'type':'string'}} | ANY",
        "{'patternProperties':{'^x':{}},'additionalProperties':false} | ANY",
        "{'type':'object','anyOf':[{'required':['a']}]} | {'type':'object'}",
        "{'properties':{'a':true},'required':['a','b']} | {'properties':{'a':ANY},'required':['a']}",
        "{'oneOf':[{'minimum':1},{'maximum':1}]} | {'anyOf':[ANY,ANY]}",
        // References are replaced by what they lead to.
        "{'items':{'$ref':'#/$defs/x'},'$defs':{'x':{'type':'string'}}} | {'items':{'type':'string'}}",
        "{'type':'object','properties':{'next':{'$ref':'#'}}}"
            + " | {'type':'object','properties':{'next':{'type':'object','properties':{'next':ANY}}}}",
        "{'items':{'$ref':'#/$defs/x'},'$defs':{'x':{'$ref':'#/$defs/x'}}} | {'items':ANY}",
        "{'items':{'$ref':'https://example.com/x'}} | {'items':ANY}",
        "{'items':{'$id':'urn:x','$ref':'#/$defs/y'}} | {'items':ANY}",
      })
  void reduces(String full, String reduced) throws Exception {
    assertThat(DecodingSchema.of(json(full))).isEqualTo(json(reduced.replace("ANY", ANYTHING)));
  }

  @Test
  void theFullSchemaIsLeftAsItIs() throws Exception {
    JsonNode full = json("{'type':'object','properties':{'a':{'minimum':1}}}");
    JsonNode copy = full.deepCopy();
    DecodingSchema.of(full);
    assertThat(full).isEqualTo(copy);
  }

  @Test
  void referencesThatMultiplyAreBounded() throws Exception {
    StringBuilder definitions = new StringBuilder("'d0':{'type':'string'}");
    for (int i = 1; i <= 40; i++) {
      String ref = "{'$ref':'#/$defs/d" + (i - 1) + "'}";
      definitions.append(",'d" + i + "':{'properties':{'a':" + ref + ",'b':" + ref + "}}");
    }
    JsonNode reduced =
        DecodingSchema.of(json("{'$ref':'#/$defs/d40','$defs':{" + definitions + "}}"));
    assertThat(Json.write(reduced)).hasSizeLessThan(400_000);
  }

  @Test
  void theBuiltInInstructionsKeepTheirKeysAndKinds() {
    JsonNode reduced = DecodingSchema.of(Instructions.named("extract_structure").outputSchema());
    assertThat(reduced.at("/properties/classes/items/properties/kind/enum")).hasSize(14);
    assertThat(reduced.at("/properties/functions/items/properties/line"))
        .isEqualTo(Json.object().put("type", "integer"));
    assertThat(reduced.at("/properties/functions/items/additionalProperties").asBoolean(true))
        .isFalse();
  }

  /** Every part of a reduced schema has something that a server can choose a rule by. */
  @Property(tries = 500)
  void noPartIsWithoutAShape(@ForAll("schemas") JsonNode schema) {
    JsonNode reduced = DecodingSchema.of(schema);
    assertThat(reduced.findParents("minItems"))
        .allMatch(part -> part.has("type") || part.has("items"));
    assertThat(reduced).isNotEqualTo(Json.object());
    assertThat(Json.write(reduced)).doesNotContain("{}");
  }

  @Property(tries = 2000)
  void whateverFitsTheFullSchemaFitsTheReducedOne(
      @ForAll("schemas") JsonNode schema, @ForAll("values") JsonNode value) {
    Assume.that(JsonSchema.of(schema).check(value).isEmpty());
    JsonNode reduced = DecodingSchema.of(schema);
    assertThat(JsonSchema.of(reduced).check(value)).isEmpty();
  }

  @Property(tries = 500)
  void reducingTwiceIsReducingOnce(@ForAll("schemas") JsonNode schema) {
    JsonNode once = DecodingSchema.of(schema);
    assertThat(DecodingSchema.of(once)).isEqualTo(once);
  }

  @Provide
  Arbitrary<JsonNode> schemas() {
    return nested(nested(leaves()));
  }

  private static Arbitrary<JsonNode> leaves() {
    return Arbitraries.of(
            "{}",
            "{'type':'string','pattern':'^a','maxLength':1}",
            "{'type':'integer','minimum':1}",
            "{'type':['integer','null']}",
            "{'enum':['a',1,null]}",
            "{'const':1}",
            "{'not':{'type':'string'}}",
            "{'type':'array','prefixItems':[{'type':'string'}],'items':false}",
            "{'type':'array','uniqueItems':true,'maxItems':1}",
            "{'oneOf':[{'minimum':1},{'maximum':0},{'type':'string'}]}",
            "{'patternProperties':{'^a':{'type':'integer'}},'additionalProperties':false}")
        .map(DecodingSchemaTest::unchecked);
  }

  private static Arbitrary<JsonNode> nested(Arbitrary<JsonNode> parts) {
    return Combinators.combine(
            parts,
            parts,
            Arbitraries.of(
                "{'type':'object','properties':{'a':A,'b':B},'required':['a']}",
                "{'properties':{'a':A},'additionalProperties':B}",
                "{'type':'array','items':A,'contains':B}",
                "A",
                "{'items':A}",
                "{'anyOf':[A,B]}",
                "{'oneOf':[A,B]}",
                "{'allOf':[A,B]}",
                "{'oneOf':[A,B],'anyOf':[B,A]}",
                "{'if':A,'then':B}",
                "{'properties':{'a':true},'patternProperties':{'b':A},'additionalProperties':B}"))
        .as(
            (a, b, form) ->
                unchecked(form.replace("A", Json.write(a)).replace("B", Json.write(b))));
  }

  @Provide
  Arbitrary<JsonNode> values() {
    return Arbitraries.of(
            "1",
            "0",
            "null",
            "'a'",
            "'b'",
            "[]",
            "['a']",
            "[1,1]",
            "{}",
            "{'a':1}",
            "{'a':'a'}",
            "{'a':null,'b':1}",
            "{'a':{'a':1}}",
            "{'a':[1],'c':0}",
            "[{'a':1}]")
        .map(DecodingSchemaTest::unchecked);
  }

  private static JsonNode unchecked(String text) {
    try {
      return json(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(text, e);
    }
  }

  private static JsonNode json(String text) throws JsonProcessingException {
    return Json.parse(text.replace('\'', '"'));
  }
}
