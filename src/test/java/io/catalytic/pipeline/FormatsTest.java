package io.catalytic.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.catalytic.digest.Json;
import io.catalytic.schema.JsonSchema;
import io.catalytic.schema.SchemaFields;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every format that a run writes is what its schema says, field by field. */
class FormatsTest {
  /** Values by the format's name. */
  private static final Set<String> OPTIONAL =
      Set.of(
          "path_base64",
          "contents",
          "pages",
          "manifest_after",
          "repair",
          "trouble",
          "provenance.jsonl",
          "over_budget",
          "server_gone",
          "digest_after");

  private static final Map<String, List<JsonNode>> WRITTEN = new LinkedHashMap<>();

  @BeforeAll
  static void run(@TempDir Path temp) throws IOException {
    WrittenRuns runs = new WrittenRuns(temp);
    runs.make();
    WRITTEN.put("run", runs.values("run.json"));
    WRITTEN.put("proof", runs.values("proof.json"));
    WRITTEN.put("manifest", runs.lines("manifest.jsonl"));
    WRITTEN.put("result", runs.lines("results.jsonl"));
    WRITTEN.put("dead-letter", runs.lines("dead-letters.jsonl"));
    WRITTEN.put("skipped", runs.lines("skipped.jsonl"));
    WRITTEN.put("provenance", runs.lines("provenance.jsonl"));
    WRITTEN.put("snapshot", runs.snapshots());
  }

  /** A claim about one field of one value. */
  private interface Claim {
    void check(JsonSchema schema, JsonNode value, SchemaFields.Field field);
  }

  private static List<JsonNode> written(String format) {
    List<JsonNode> values = Objects.requireNonNull(WRITTEN.get(format));
    assertThat(values).isNotEmpty();
    return values;
  }

  private static void eachField(String format, Claim claim) throws IOException {
    SchemaFields fields = SchemaFields.named(format);
    for (JsonNode value : written(format)) {
      fields.of(value).forEach(field -> claim.check(JsonSchema.named(format), value, field));
    }
  }

  @Formats
  void whatARunWritesFitsItsSchema(String format) {
    for (JsonNode value : written(format)) {
      assertThat(JsonSchema.named(format).check(value)).as("%s", value).isEmpty();
    }
  }

  @Formats
  void everyFieldOfTheSchemaIsWritten(String format) throws IOException {
    SchemaFields schema = SchemaFields.named(format);
    TreeSet<String> seen = new TreeSet<>();
    for (JsonNode value : written(format)) {
      for (SchemaFields.Field field : schema.of(value)) {
        seen.add((field.object() + "/" + field.key()).replaceAll("/[0-9]+(?=/)", "/0"));
      }
    }
    assertThat(seen).containsExactlyElementsOf(schema.all());
  }

  @Formats
  void aFieldThatIsMissingIsRefused(String format) throws IOException {
    eachField(
        format,
        (schema, value, field) -> {
          // The bytes say nothing new of a path that could do without them, and earlier versions of
          // the snapshot's record had no contents and no pages, of the run's no kind, no such
          // list, no manifest after and no count of answers in other text. A repair is there if it
          // was asked for.
          boolean sinceLater =
              (field.object().equals("/restoration") && field.key().equals("not_covered"))
                  || (field.object().equals("/domain") && field.key().equals("kind"))
                  || (field.object().equals("/counts") && field.key().equals("recovered"));
          if (!sinceLater && !OPTIONAL.contains(field.key())) {
            assertThat(schema.check(field.without(value))).as("%s", field).isNotEmpty();
          }
        });
  }

  @Formats
  void aFieldOfAnotherTypeIsRefused(String format) throws IOException {
    eachField(
        format,
        (schema, value, field) -> {
          JsonNode is = value.at(field.object()).get(field.key());
          for (JsonNode other : otherTypes(field, is)) {
            assertThat(schema.check(field.with(value, other))).as("%s", field).isNotEmpty();
          }
        });
  }

  private static List<JsonNode> otherTypes(SchemaFields.Field field, JsonNode value) {
    List<JsonNode> values = new ArrayList<>();
    values.add(Json.object());
    values.add(Json.object().arrayNode());
    values.add(Json.object().nullNode());
    values.add(TextNode.valueOf("text"));
    values.add(IntNode.valueOf(7));
    values.add(BooleanNode.TRUE);
    values.removeIf(other -> other.getNodeType() == value.getNodeType());
    values.removeIf(other -> mayBeUnknown(field) && (other.isTextual() || other.isNull()));
    return values;
  }

  /** A file's language and a model's digest may be known or not, whatever the others are. */
  private static boolean mayBeUnknown(SchemaFields.Field field) {
    boolean isOfModel = field.object().equals("/model") && field.key().startsWith("digest");
    return isOfModel || field.key().equals("language") || field.key().equals("model");
  }

  @Formats
  void aFieldThatNobodyKnowsIsRefused(String format) throws IOException {
    eachField(
        format,
        (schema, value, field) -> {
          SchemaFields.Field unknown =
              new SchemaFields.Field(field.object(), "unheard_of", field.known());
          assertThat(schema.check(unknown.with(value, IntNode.valueOf(1))).toString())
              .contains(field.object() + "/unheard_of: unknown key");
        });
  }

  @Formats
  void keysStandInTheOrderOfTheSchema(String format) throws IOException {
    eachField(
        format,
        (schema, value, field) -> {
          List<String> keys = new ArrayList<>();
          value.at(field.object()).fieldNames().forEachRemaining(keys::add);
          assertThat(keys).isEqualTo(field.known().stream().filter(keys::contains).toList());
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"run", "proof", "snapshot"})
  void aNewerMajorVersionIsRefusedAndANewerMinorIsNot(String format) {
    for (JsonNode value : written(format)) {
      SchemaFields.Field version = new SchemaFields.Field("", "schema_version", List.of());
      JsonSchema schema = JsonSchema.named(format);
      assertThat(schema.check(version.with(value, TextNode.valueOf("2.0")))).isNotEmpty();
      assertThat(schema.check(version.with(value, TextNode.valueOf("1.17")))).isEmpty();
    }
  }

  @Test
  void aDifferenceCanNameEveryFieldOfAnEntryThatTheSchemaLists() throws IOException {
    JsonNode listed =
        SchemaFields.named("proof").at("/$defs/difference/properties/fields/items/enum");
    assertThat(written("proof").get(1).get("differences"))
        .extracting(difference -> difference.get("fields"))
        .contains(listed);
  }
}
