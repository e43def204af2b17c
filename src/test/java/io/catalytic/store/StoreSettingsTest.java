package io.catalytic.store;

import static io.catalytic.store.StoreContract.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.catalytic.digest.Json;
import io.catalytic.schema.JsonSchema;
import io.catalytic.schema.SchemaFields;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StoreSettingsTest {
  private static final JsonSchema SCHEMA = JsonSchema.named("store-settings");

  private final ObjectStore store = Stores.inMemory();

  private JsonNode written(StoreSettings settings) throws IOException {
    store.configure(settings);
    return Json.parse(store.refs().read("settings").orElseThrow());
  }

  @Test
  void aNewStoreHasTheDefaultsAndNoRecord() throws IOException {
    assertThat(store.settings()).isEqualTo(new StoreSettings(131_072, Compression.NONE));
    assertThat(store.refs().list("")).isEmpty();
  }

  @Test
  void theRecordFitsItsSchemaFieldByField() throws IOException {
    SchemaFields fields = SchemaFields.named("store-settings");
    for (Compression compression : Compression.values()) {
      for (long below : new long[] {0, 65_536, StoreSettings.MAX_PACK_BELOW}) {
        JsonNode record = written(new StoreSettings(below, compression));
        assertThat(SCHEMA.check(record)).isEmpty();
        List<String> keys = new ArrayList<>();
        record.fieldNames().forEachRemaining(keys::add);
        assertThat(keys).containsExactly("schema_version", "pack_below", "compression");
        for (SchemaFields.Field field : fields.of(record)) {
          assertThat(SCHEMA.check(field.without(record))).isNotEmpty();
          assertThat(SCHEMA.check(field.with(record, Json.object()))).isNotEmpty();
          assertThat(SCHEMA.check(field.with(record, IntNode.valueOf(1 << 25)))).isNotEmpty();
          assertThat(SCHEMA.check(field.with(record, TextNode.valueOf("x")))).isNotEmpty();
        }
      }
    }
  }

  @Test
  void aNewerMinorVersionIsReadAndWhatItAddsIsLeftOut() throws IOException {
    store
        .refs()
        .write(
            "settings",
            bytes(
                "{\"schema_version\":\"1.7\",\"pack_below\":9,\"compression\":\"zstd\",\"more\":1}"));
    assertThat(store.settings()).isEqualTo(new StoreSettings(9, Compression.ZSTD));
  }

  @Test
  void aNewerMajorVersionIsRefusedByName() throws IOException {
    store.refs().write("settings", bytes("{\"schema_version\":\"2.0\",\"pack_below\":\"auto\"}"));
    assertThatThrownBy(store::settings)
        .isInstanceOf(IOException.class)
        .hasMessage(
            "the store's settings are of version 2.0, and this program reads 1.x; use a newer"
                + " program");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "{}",
        "{'schema_version':'1.0'}",
        "{'schema_version':1.0,'compression':'none'}",
        "{'schema_version':'1.0','pack_below':1}",
        "{'schema_version':'1.0','compression':'none'}",
        "{'pack_below':1,'compression':'none'}",
        "{'schema_version':'1.0','pack_below':-1,'compression':'none'}",
        "{'schema_version':'1.0','pack_below':16777217,'compression':'none'}",
        "{'schema_version':'1.0','pack_below':4294967296,'compression':'none'}",
        "{'schema_version':'1.0','pack_below':18446744073709551617,'compression':'none'}",
        "{'schema_version':'1.0','pack_below':1.5,'compression':'none'}",
        "{'schema_version':'1.0','pack_below':'1','compression':'none'}",
        "{'schema_version':'1.0','pack_below':1,'compression':'lz4'}",
        "{'schema_version':'1.0','pack_below':1,'compression':1}",
      })
  void aRecordThatIsNoneIsSaidToBeNone(String text) throws IOException {
    String json = text.replace('\'', '"');
    store.refs().write("settings", bytes(json));
    assertThatThrownBy(store::settings)
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("the store's settings can't be used: ")
        .hasMessageEndingWith(
            "give both anew, with store config --pack-below SIZE --compression none|zstd");
    store.configure(StoreSettings.DEFAULT);
    assertThat(store.settings()).isEqualTo(StoreSettings.DEFAULT);
  }

  @Test
  void outOfRangeSaysWhatIsAllowed() {
    for (long below : new long[] {-1, StoreSettings.MAX_PACK_BELOW + 1}) {
      assertThatThrownBy(() -> new StoreSettings(below, Compression.NONE))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("pack_below: must be from 0 to 16777216 bytes (16 MiB); got " + below);
    }
    assertThatThrownBy(() -> Compression.ofWireName("lz4"))
        .hasMessage("compression: must be none or zstd; got \"lz4\"");
  }

  @Test
  void settingsKeepNoBlobAlive() throws IOException {
    for (RefTracer tracer : ServiceLoader.load(RefTracer.class)) {
      if (tracer.kind().equals("settings")) {
        tracer.trace("settings", bytes("{}"), store, hash -> assertThat(hash).isNull());
        return;
      }
    }
    assertThat(ServiceLoader.load(RefTracer.class)).as("a tracer of settings").isEmpty();
  }
}
