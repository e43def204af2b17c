package io.catalytic.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.catalytic.digest.Json;
import io.catalytic.schema.JsonSchema;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.Stores;
import io.catalytic.store.WriteBatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands on a store: what they make, count, keep and refuse. */
class StoreCommandTest {
  private static final String NO_HASH = "0".repeat(64);

  @TempDir private Path temp;
  private Path store;
  private Path prose;
  private Path large;

  @BeforeEach
  void writeFiles() throws IOException {
    store = temp.resolve("store");
    prose = Files.writeString(temp.resolve("prose.txt"), "the window is a cache; ".repeat(1_000));
    large = Files.write(temp.resolve("large.bin"), new byte[200_000]);
  }

  private Cli store(Object... words) {
    List<Object> all = new ArrayList<>(List.of("store"));
    all.addAll(List.of(words));
    all.addAll(List.of("--store", store));
    return Cli.run(all.toArray());
  }

  @Test
  void commandsThatOnlyReadMakeNoStore() {
    for (Object[] words :
        new Object[][] {
          {"store", "has", NO_HASH},
          {"store", "get", NO_HASH},
          {"store", "stats"},
          {"store", "config"},
          {"verify", temp, NO_HASH}
        }) {
      List<Object> all = new ArrayList<>(List.of(words));
      all.addAll(List.of("--store", store));
      assertThat(Cli.run(all.toArray()).endsWith(ExitCode.BAD_INPUT).err())
          .as("%s", all)
          .isEqualTo(
              "catalytic: "
                  + store
                  + ": there is no store; name the one that was written with --store, or put"
                  + " something in first"
                  + System.lineSeparator());
      assertThat(store).doesNotExist();
    }
  }

  @Test
  void whatIsNoStoreIsRefusedAsBadInput() throws IOException {
    store = Files.createDirectory(temp.resolve("home"));
    Files.writeString(store.resolve("thesis.txt"), "mine");
    assertThat(store("put", prose).endsWith(ExitCode.BAD_INPUT).err())
        .contains(store + ": not a store, and not empty (it holds thesis.txt)");
    assertThat(store("config", "--compression", "zstd").endsWith(ExitCode.BAD_INPUT).err())
        .contains("not a store");
    store = prose;
    assertThat(store("put", large).endsWith(ExitCode.BAD_INPUT).err())
        .contains(prose + ": is a file, not a directory");
    store = Files.createDirectory(temp.resolve("newer"));
    Files.writeString(
        store.resolve("format.json"), "{\"format\":\"catalytic-store\",\"version\":2}");
    assertThat(store("stats").endsWith(ExitCode.BAD_INPUT).err()).contains("use a newer program");
  }

  @Test
  void aDirectoryIsNotPutAndNothingElseIsEither() throws IOException {
    Path directory = Files.createDirectory(temp.resolve("some"));
    assertThat(store("put", prose, directory).endsWith(ExitCode.BAD_INPUT).err())
        .isEqualTo(
            "catalytic: "
                + directory
                + ": is a directory; to keep all that it holds, use snapshot --content "
                + directory
                + System.lineSeparator());
    assertThat(store("put", prose, temp.resolve("nowhere")).endsWith(ExitCode.BAD_INPUT).err())
        .contains(temp.resolve("nowhere") + ": there is no such file");
    assertThat(store).doesNotExist();
  }

  @Test
  void statsTellWhatPacksAndCompressionSave() {
    store("config", "--compression", "zstd").endsWith(ExitCode.OK);
    store("put", prose, large).endsWith(ExitCode.OK);
    JsonNode stats = store("stats", "--json").endsWith(ExitCode.OK).json();
    assertThat(stats.get("blobs").asLong()).isEqualTo(2);
    assertThat(stats.get("bytes").asLong()).isEqualTo(223_000);
    assertThat(stats.get("packs").toString())
        .startsWith("{\"count\":1,\"blobs\":1,\"compressed\":1,\"bytes\":23000,\"stored\":");
    assertThat(stats.at("/packs/stored").asLong()).isBetween(100L, 1_000L);
    assertThat(stats.get("loose").toString()).isEqualTo("{\"count\":1,\"stored\":200000}");
    assertThat(stats.get("stored").asLong())
        .isEqualTo(200_000 + stats.at("/packs/stored").asLong());
    assertThat(store("stats").endsWith(ExitCode.OK).out())
        .isEqualTo(
            String.format(
                """
                2 blobs, 223000 bytes, 0 quarantined
                stored in %d bytes:
                  1 packs: 1 blobs (1 compressed), 23000 bytes in %d
                  1 loose objects: 200000 bytes
                """,
                stats.get("stored").asLong(), stats.at("/packs/stored").asLong()));
  }

  @Test
  void whatGcHasSetAsideIsCountedByItself() {
    store("put", prose, large).endsWith(ExitCode.OK);
    long before = store("stats", "--json").json().get("stored").asLong();
    try (ObjectStore writer = Stores.open(store.toString());
        WriteBatch batch = writer.begin()) {
      batch.put(new byte[] {1}); // lives, so that nothing is deleted
      assertThat(store("gc", "--grace", "0s").endsWith(ExitCode.OK).out())
          .contains("to be deleted by a later gc");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    JsonNode stats = store("stats", "--json").endsWith(ExitCode.OK).json();
    assertThat(stats.get("blobs").asLong()).isZero();
    assertThat(stats.get("condemned").asLong()).isBetween(before, before + 1_000); // and the seal
    assertThat(stats.get("stored")).isEqualTo(stats.get("condemned"));
    assertThat(store("stats").out()).contains("set aside by gc: ");
    assertThat(store("gc", "--grace", "0s").endsWith(ExitCode.OK).out())
        .contains("deleted     2 blobs");
    assertThat(store("stats").out()).doesNotContain("set aside");
  }

  @Test
  void whatGcHasDeletedIsNotSaidToBeDeletedLater() {
    store("put", prose).endsWith(ExitCode.OK);
    assertThat(store("gc", "--grace", "0s").endsWith(ExitCode.OK).out())
        .contains("deleted     1 blobs")
        .doesNotContain("later gc");
  }

  @Test
  void whatCannotBeReadOrWrittenIsSaidInWords() throws IOException {
    assertThat(store("put", "-", "-").endsWith(ExitCode.BAD_INPUT).err())
        .contains("- is standard input, and can be read only once");
    assertThat(store).doesNotExist();

    String hash = store("put", prose).endsWith(ExitCode.OK).out().substring(0, 64);
    Path nowhere = store.resolveSibling("nodir").resolve("x");
    assertThat(store("get", hash, "-o", nowhere).endsWith(ExitCode.BAD_INPUT).err())
        .isEqualTo(
            "catalytic: "
                + nowhere
                + ": there is no directory "
                + nowhere.getParent()
                + " to write it in"
                + System.lineSeparator());

    Path dangling = store.resolveSibling("dangling");
    Files.createSymbolicLink(dangling, Path.of("not-there"));
    Cli put = Cli.run("store", "put", prose, "--store", dangling);
    assertThat(put.endsWith(ExitCode.BAD_INPUT).err())
        .contains(dangling + ": is a link to not-there, which is not there; make that directory");

    Path odd = store.resolveSibling("odd");
    Files.createDirectories(odd.resolve("format.json"));
    assertThat(Cli.run("store", "stats", "--store", odd).endsWith(ExitCode.BAD_INPUT).err())
        .contains(odd.resolve("format.json") + ": is a directory, so this is no store");
  }

  @Test
  void settingsAreShownWithTheDefaultsAndChangedOneByOne() throws IOException {
    store("put", prose).endsWith(ExitCode.OK);
    assertThat(store("config").endsWith(ExitCode.OK).out())
        .isEqualTo(
            """
            pack_below   131072 bytes (by default 131072)
            compression  none (by default none)
            """);
    assertThat(store("config", "--pack-below", "64KiB").endsWith(ExitCode.OK).out())
        .contains("pack_below   65536 bytes (by default 131072)");
    JsonNode settings = store("config", "--compression", "zstd", "--json").endsWith(0).json();
    assertThat(settings.toString())
        .isEqualTo("{\"schema_version\":\"1.0\",\"pack_below\":65536,\"compression\":\"zstd\"}");
    assertThat(JsonSchema.named("store-settings").check(settings)).isEmpty();
    assertThat(store("config", "--json").json()).isEqualTo(settings);
    assertThat(Json.parse(Files.readAllLines(store.resolve("refs/settings")).get(0)))
        .isEqualTo(settings);
  }

  @Test
  void aStoreCanBeConfiguredBeforeAnythingIsPutAndPutsGoByIt() {
    store("config", "--pack-below", "1m", "--compression", "zstd").endsWith(ExitCode.OK);
    store("put", large).endsWith(ExitCode.OK);
    assertThat(store("stats", "--json").json().at("/packs/compressed").asLong()).isEqualTo(1);
  }

  @Test
  void settingsThatCannotBeReadAreReplacedAsAWhole() throws IOException {
    store("config", "--pack-below", "0").endsWith(ExitCode.OK);
    Files.delete(store.resolve("refs/settings"));
    Files.writeString(store.resolve("refs/settings"), "{\"schema_version\":\"1.0\"}");
    assertThat(store("config", "--pack-below", "1").endsWith(ExitCode.FAILED).err())
        .endsWith("give both anew, with store config --pack-below SIZE --compression none|zstd\n")
        .doesNotContain("store forget");
    store("config", "--pack-below", "1", "--compression", "none").endsWith(ExitCode.OK);
    store("config").endsWith(ExitCode.OK);
  }

  @ParameterizedTest
  @ValueSource(strings = {"16777217", "17M", "999999999GiB", "-1", "64 KiB", "KiB", "64KB", ""})
  void aSizeThatCannotBeIsRefusedAndWhatIsAllowedIsSaid(String size) {
    assertThat(store("config", "--pack-below", size).endsWith(ExitCode.BAD_INPUT).err())
        .containsAnyOf("from 0 to 16777216 bytes (16 MiB)", "a size is a number of bytes");
    assertThat(store).doesNotExist();
  }

  @Test
  void anUnknownCompressionIsRefusedWithThoseThereAre() {
    assertThat(store("config", "--compression", "gzip").endsWith(ExitCode.BAD_INPUT).err())
        .contains("compression: must be none or zstd; got \"gzip\"");
    assertThat(store).doesNotExist();
  }
}
