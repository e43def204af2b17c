package io.catalytic.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.catalytic.digest.Json;
import io.catalytic.schema.JsonSchema;
import io.catalytic.schema.SchemaFields;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.Stores;
import java.io.IOException;
import java.nio.file.Files;
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
import org.junit.jupiter.params.provider.MethodSource;

/** What the context commands print as JSON, and write into refs, is what the schemas say. */
class ContextFormatsTest {
  /** Fields that are there only with some option. */
  private static final Set<String> OPTIONAL = Set.of("live", "encoding", "content", "file");

  private static final Map<String, List<JsonNode>> WRITTEN = new LinkedHashMap<>();

  @BeforeAll
  static void write(@TempDir Path temp) throws IOException {
    String store = temp.resolve("store").toString();
    Path text = Files.writeString(temp.resolve("text"), "words ".repeat(100));
    Path json = Files.writeString(temp.resolve("json"), "[1]");
    List<JsonNode> added = lines("externalize", text, json, "--json", "--store", store);
    WRITTEN.put("context-externalized", added);
    lines("externalize", json, "--as", "json", "--json", "--store", store);
    String hash = added.get(0).get("digest").asText();
    List<JsonNode> answers = new ArrayList<>();
    answers.addAll(lines("internalize", hash, "--json", "--store", store));
    answers.addAll(lines("internalize", hash, "--json", "--max-tokens", 9, "--store", store));
    answers.addAll(lines("internalize", hash, "--json", "-o", temp.resolve("o"), "--store", store));
    WRITTEN.put("context-internalized", answers);
    WRITTEN.put(
        "context-released", lines("release", hash, "0".repeat(64), "--json", "--store", store));
    List<JsonNode> summaries = new ArrayList<>(lines("list", "--json", "--store", store));
    summaries.addAll(lines("summary", "--json", "--list", "--store", store));
    WRITTEN.put("context-summary", summaries);
    try (ObjectStore objects = Stores.open(store)) {
      WRITTEN.put("context-segment", refs(objects, "/added/"));
      WRITTEN.put("context-release", refs(objects, "/released/"));
    }
  }

  private static List<JsonNode> lines(Object... args) throws IOException {
    Object[] words = new Object[args.length + 1];
    words[0] = "context";
    System.arraycopy(args, 0, words, 1, args.length);
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Cli.run(words).out().lines().toList()) {
      lines.add(Json.parse(line));
    }
    return lines;
  }

  private static List<JsonNode> refs(ObjectStore store, String kind) throws IOException {
    List<JsonNode> records = new ArrayList<>();
    for (String name : store.refs().list("contexts")) {
      if (name.contains(kind)) {
        records.add(Json.parse(store.refs().read(name).orElseThrow()));
      }
    }
    return records;
  }

  static Set<String> formats() {
    return WRITTEN.keySet();
  }

  private static List<JsonNode> written(String format) {
    List<JsonNode> values = Objects.requireNonNull(WRITTEN.get(format));
    assertThat(values).isNotEmpty();
    return values;
  }

  @ParameterizedTest
  @MethodSource("formats")
  void whatIsWrittenFitsItsSchema(String format) {
    for (JsonNode value : written(format)) {
      assertThat(JsonSchema.named(format).check(value)).as("%s", value).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("formats")
  void everyFieldOfTheSchemaIsWrittenInItsOrder(String format) throws IOException {
    SchemaFields schema = SchemaFields.named(format);
    TreeSet<String> seen = new TreeSet<>();
    for (JsonNode value : written(format)) {
      for (SchemaFields.Field field : schema.of(value)) {
        seen.add((field.object() + "/" + field.key()).replaceAll("/[0-9]+(?=/)", "/0"));
        List<String> keys = new ArrayList<>();
        value.at(field.object()).fieldNames().forEachRemaining(keys::add);
        assertThat(keys).isEqualTo(field.known().stream().filter(keys::contains).toList());
      }
    }
    assertThat(seen).containsExactlyElementsOf(schema.all());
  }

  @ParameterizedTest
  @MethodSource("formats")
  void aFieldThatIsMissingUnknownOrOfAnotherTypeIsRefused(String format) throws IOException {
    JsonSchema schema = JsonSchema.named(format);
    for (JsonNode value : written(format)) {
      for (SchemaFields.Field field : SchemaFields.named(format).of(value)) {
        assertThat(schema.check(field.with(value, Json.object()))).as("%s", field).isNotEmpty();
        if (!OPTIONAL.contains(field.key()) || format.equals("context-externalized")) {
          assertThat(schema.check(field.without(value))).as("%s", field).isNotEmpty();
        }
        SchemaFields.Field unknown =
            new SchemaFields.Field(field.object(), "unheard_of", field.known());
        assertThat(schema.check(unknown.with(value, IntNode.valueOf(1))).toString())
            .contains("unheard_of");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("formats")
  void aNewerMajorVersionIsRefusedAndANewerMinorIsNot(String format) {
    for (JsonNode value : written(format)) {
      SchemaFields.Field version = new SchemaFields.Field("", "schema_version", List.of());
      JsonSchema schema = JsonSchema.named(format);
      assertThat(schema.check(version.with(value, TextNode.valueOf("2.0")))).isNotEmpty();
      assertThat(schema.check(version.with(value, TextNode.valueOf("1.17")))).isEmpty();
    }
  }

  @Test
  void anAnswerThatClaimsToBeCompleteHasNothingToContinueWith() {
    JsonSchema schema = JsonSchema.named("context-internalized");
    JsonNode cut = written("context-internalized").get(1);
    SchemaFields.Field complete = new SchemaFields.Field("", "complete", List.of());
    assertThat(cut.get("complete").asBoolean()).isFalse();
    assertThat(schema.check(complete.with(cut, Json.object().booleanNode(true)))).isNotEmpty();
  }
}
