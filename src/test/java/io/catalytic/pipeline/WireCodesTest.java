package io.catalytic.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.catalytic.digest.Json;
import io.catalytic.domain.Difference;
import io.catalytic.instruction.DeadLetter;
import io.catalytic.merkle.EntryType;
import io.catalytic.run.RunFiles;
import io.catalytic.run.RunRecord;
import io.catalytic.schema.SchemaFields;
import io.catalytic.selection.SkipReason;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Where a code has a closed set, the schema lists what the program has, in its order. */
class WireCodesTest {

  private static <E> void same(String schema, String property, E[] codes, Function<E, String> name)
      throws IOException {
    String listed = SchemaFields.named(schema).at(property + "/enum").toString();
    List<String> names = Arrays.stream(codes).map(name).toList();
    assertThat(Json.parse(listed)).extracting(code -> code.asText()).isEqualTo(names);
  }

  @Test
  void theSchemaListsEveryReasonOfADeadLetter() throws IOException {
    same(
        "dead-letter",
        "/properties/reason",
        DeadLetter.Reason.values(),
        DeadLetter.Reason::wireName);
  }

  @Test
  void theSchemaListsEveryReasonToSkip() throws IOException {
    same("skipped", "/properties/reason", SkipReason.values(), SkipReason::wireName);
  }

  @Test
  void theSchemaListsEveryTypeOfEntry() throws IOException {
    same("manifest", "/properties/type", EntryType.values(), EntryType::wireName);
  }

  @Test
  void theSchemaListsEveryStatusOfARun() throws IOException {
    same("run", "/properties/status", RunRecord.Status.values(), RunRecord.Status::wireName);
  }

  @Test
  void theSchemaListsEveryChangeOfAPath() throws IOException {
    same(
        "proof",
        "/$defs/difference/properties/change",
        Difference.Change.values(),
        Difference.Change::wireName);
  }

  @Test
  void theSchemaListsEveryOutputOfARun() throws IOException {
    TreeSet<String> outputs = new TreeSet<>(RunFiles.FROM_STORE);
    outputs.add(RunFiles.PROOF);
    assertThat(SchemaFields.named("run").at("/properties/outputs/properties").fieldNames())
        .toIterable()
        .containsExactlyElementsOf(outputs);
  }
}
