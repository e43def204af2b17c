package io.catalytic.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.catalytic.digest.Json;
import io.catalytic.schema.JsonSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code store gc}, {@code refs} and {@code forget}. */
final class StoreUpkeepTest {
  private final Path dir;
  private final Path store;

  StoreUpkeepTest(@TempDir Path temp) throws IOException {
    dir = Files.createDirectory(temp.resolve("domain"));
    store = temp.resolve("store");
    Files.writeString(dir.resolve("a.txt"), "content of a\n");
  }

  @BeforeEach
  void snapshot() {
    Cli.run("snapshot", dir, "--content", "--store", store).endsWith(ExitCode.OK);
  }

  private JsonNode gc(Object... more) {
    Object[] words = new Object[more.length + 5];
    System.arraycopy(new Object[] {"store", "gc", "--json", "--store", store}, 0, words, 0, 5);
    System.arraycopy(more, 0, words, 5, more.length);
    return Cli.run(words).endsWith(ExitCode.OK).json();
  }

  @Test
  void whatASnapshotNamesStaysUntilItIsForgotten() throws IOException {
    JsonNode first = gc("--grace", "0s");
    assertThat(first.at("/deleted/blobs").asInt()).isZero();
    assertThat(JsonSchema.named("gc").check(first)).isEmpty();

    String ref = Cli.run("store", "refs", "--store", store).endsWith(ExitCode.OK).out().strip();
    assertThat(ref).startsWith("roots/");
    Cli.run("store", "forget", ref, "--store", store).endsWith(ExitCode.OK);

    JsonNode dry = gc("--grace", "0s", "--dry-run");
    assertThat(dry.at("/condemned/blobs").asInt()).isEqualTo(3);
    assertThat(gc("--grace", "0s").at("/deleted/blobs").asInt()).isEqualTo(3);
    Cli stats = Cli.run("store", "stats", "--json", "--store", store).endsWith(ExitCode.OK);
    assertThat(stats.json().get("blobs").asInt()).isZero();
  }

  @Test
  void aLiveReferenceOfAContextIsNeverCollectedAndAReleasedOneIs() throws IOException {
    Path value = Files.writeString(dir.resolveSibling("value.txt"), "held by a context\n");
    Cli put = Cli.run("context", "externalize", value, "--store", store).endsWith(ExitCode.OK);
    String hash = put.out().substring(0, 64);
    assertThat(gc("--grace", "0s").at("/deleted/blobs").asInt()).isZero();
    Cli.run("store", "has", hash, "--store", store).endsWith(ExitCode.OK);

    Cli.run("context", "release", hash, "--store", store).endsWith(ExitCode.OK);
    assertThat(gc("--grace", "0s").at("/deleted/blobs").asInt()).isEqualTo(1);
    Cli.run("store", "has", hash, "--store", store).endsWith(ExitCode.FAILED);
    Cli.run("store", "fsck", "--store", store).endsWith(ExitCode.OK);
  }

  @Test
  void byDefaultNothingIsTouchedThatIsYoungerThanADay() {
    Cli.run("store", "put", dir.resolve("a.txt"), "--store", store).endsWith(ExitCode.OK);
    String ref = Cli.run("store", "refs", "roots", "--store", store).out().strip();
    Cli.run("store", "forget", ref, "--store", store).endsWith(ExitCode.OK);

    assertThat(gc().at("/young/blobs").asInt()).isEqualTo(3);
    assertThat(Cli.run("store", "gc", "--store", store).endsWith(ExitCode.OK).out())
        .contains("too young   3 blobs")
        .contains("deleted     0 blobs");
  }

  @Test
  void aRefThatIsNotThereIsAnErrorAndNoneIsRemoved() {
    String ref = Cli.run("store", "refs", "--store", store).out().strip();
    Cli forget = Cli.run("store", "forget", ref, "roots/none", "--store", store);
    assertThat(forget.endsWith(ExitCode.BAD_INPUT).err()).contains("roots/none");
    assertThat(Cli.run("store", "refs", "--store", store).out().strip()).isEqualTo(ref);
  }

  @Test
  void aRefThatNobodyKnowsStopsACleaning() throws IOException {
    Files.createDirectories(store.resolve("refs/strange"));
    Files.writeString(store.resolve("refs/strange/1"), Json.write(Json.object()));
    Cli gc = Cli.run("store", "gc", "--grace", "0s", "--store", store).endsWith(ExitCode.FAILED);
    assertThat(gc.err()).contains("strange/1").contains("what refs of the kind strange keep alive");
  }

  @Test
  void aGraceThatIsNoneIsRefused() {
    Cli gc = Cli.run("store", "gc", "--grace", "soon", "--store", store);
    assertThat(gc.endsWith(ExitCode.BAD_INPUT).err()).contains("24h").contains("soon");
    Cli share = Cli.run("store", "gc", "--max-unused", "101", "--store", store);
    assertThat(share.endsWith(ExitCode.BAD_INPUT).err()).contains("from 0 to 100");
  }
}
