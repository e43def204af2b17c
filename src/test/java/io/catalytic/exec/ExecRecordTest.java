package io.catalytic.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catalytic.digest.Json;
import io.catalytic.domain.Domain;
import io.catalytic.domain.Snapshot;
import io.catalytic.domain.SnapshotIndex;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.Stores;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read of records, right and wrong ones. */
final class ExecRecordTest {
  private final ExecRecord record;

  ExecRecordTest(@TempDir Path dir) throws IOException {
    ObjectStore store = Stores.inMemory();
    Domain domain = Domain.of(dir, List.of());
    SnapshotIndex.Known known =
        new SnapshotIndex(store).add(Snapshot.takeInto(store, domain), true);
    Changes changes = new Changes(1, 2, 3, 4, 5, known.manifest().hash());
    Outcome outcome = new Outcome(true, Optional.of(known.root().hash()), 6);
    record =
        new ExecRecord(
            "id",
            ExecRecord.State.CLOSED,
            List.of("a", "b"),
            7,
            true,
            List.of("*.log"),
            Holder.self(),
            "leases/x",
            List.of(
                Borrowed.claimed(domain).with(known).aimingAt(known).with(changes).with(outcome)),
            Optional.of(new Ending(Ending.How.EXITED, 8, 9, 10)),
            true);
  }

  private static ExecRecord parse(JsonNode json) throws IOException {
    return ExecRecord.parse("execs/closed/id", Json.write(json).getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void whatIsWrittenIsReadAgain() throws IOException {
    assertThat(parse(record.toJson())).isEqualTo(record);
  }

  @Test
  void aNewerVersionIsRefusedByName() {
    ObjectNode newer = record.toJson().put("schema_version", "2.0");
    assertThatThrownBy(() -> parse(newer))
        .isInstanceOf(IOException.class)
        .hasMessage("execs/closed/id has version 2.0; this program reads 1.x: use a newer one");
  }

  /** No other exception, whatever is missing or of another type. */
  @Test
  void everyDamagedFieldIsReadOrRefused() {
    Random random = new Random(5);
    int refused = 0;
    for (int i = 0; i < 2_000; i++) {
      ObjectNode damaged = record.toJson();
      ObjectNode object = anyObject(damaged, random);
      List<String> names = new ArrayList<>();
      object.fieldNames().forEachRemaining(names::add);
      String name = names.get(random.nextInt(names.size()));
      switch (random.nextInt(5)) {
        case 0 -> object.remove(name);
        case 1 -> object.put(name, random.nextInt() - 5L);
        case 2 -> object.put(name, "\0\uD800/../x");
        case 3 -> object.putNull(name);
        default -> object.putArray(name).add(3).addObject();
      }
      try {
        parse(damaged);
      } catch (IOException e) {
        assertThat(e).hasMessageContaining("execs/closed/id");
        refused++;
      }
    }
    assertThat(refused).isPositive();
  }

  private static ObjectNode anyObject(ObjectNode json, Random random) {
    List<ObjectNode> objects = new ArrayList<>(List.of(json));
    for (int i = 0; i < objects.size(); i++) {
      objects
          .get(i)
          .forEach(
              value -> {
                if (value instanceof ObjectNode object) {
                  objects.add(object);
                } else if (value.isArray() && value.path(0) instanceof ObjectNode first) {
                  objects.add(first);
                }
              });
    }
    return objects.get(random.nextInt(objects.size()));
  }
}
