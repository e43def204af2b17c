package io.catalytic.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ContextCommandTest {
  @TempDir private Path temp;
  private Path text;
  private Path json;
  private Path store;

  @BeforeEach
  void makeFiles() throws IOException {
    store = temp.resolve("store");
    text = Files.writeString(temp.resolve("text"), "all work and no play\n".repeat(2_000));
    json = Files.writeString(temp.resolve("json"), "{ \"b\": [1.0, \"é\"], \"a\": null }\n");
  }

  private Cli context(Object... args) {
    Object[] all =
        Stream.of(Stream.of("context"), Stream.of(args), Stream.of("--store", store))
            .flatMap(words -> words)
            .toArray();
    return Cli.run(all);
  }

  private String externalize(Object... args) {
    Object[] all = Stream.concat(Stream.of("externalize"), Stream.of(args)).toArray();
    return context(all).endsWith(ExitCode.OK).out().substring(0, 64);
  }

  @Test
  void filesGoInAndEachHasALine() {
    Cli cli = context("externalize", text, json).endsWith(ExitCode.OK);
    assertThat(cli.out().lines().map(line -> line.substring(64)))
        .containsExactly("  42000  " + text, "  32  " + json);
    assertThat(context("summary").endsWith(ExitCode.OK).out())
        .isEqualTo("default: 2 live, 42032 bytes\n");
  }

  @Test
  void jsonIsKeptInCanonicalForm() throws IOException {
    String hash = externalize(json, "--as", "json");
    assertThat(context("internalize", hash).endsWith(ExitCode.OK).out())
        .isEqualTo("{\"a\":null,\"b\":[1,\"é\"]}");
    Path other = Files.writeString(temp.resolve("other"), "{\"a\":null,\"b\":[1,\"\\u00e9\"]}");
    assertThat(externalize(other, "--as", "json")).isEqualTo(hash);
    assertThat(context("summary", "--list").endsWith(ExitCode.OK).out())
        .isEqualTo(hash + "  23  json\ndefault: 1 live, 23 bytes\n");
  }

  @Test
  void whatIsNoJsonIsRefusedAndNothingIsKept() throws IOException {
    Path latin = Files.write(temp.resolve("latin"), new byte[] {'"', (byte) 0xe9, '"'});
    assertThat(context("externalize", json, latin, "--as", "json").endsWith(2).err())
        .isEqualTo("catalytic: " + latin + ": is not UTF-8, and so no JSON\n");
    assertThat(context("externalize", json, text, "--as", "json").endsWith(2).err())
        .startsWith("catalytic: " + text + ": is not JSON: line 1, column ")
        .doesNotContain("Source");
    Path large = Files.writeString(temp.resolve("large"), "12345678901234567890");
    assertThat(context("externalize", large, "--as", "json").endsWith(2).err())
        .startsWith("catalytic: " + large + ": ")
        .contains("write it as a string");
    assertThat(
            context("externalize", json, "--as", "json", "--max-json-size", "31").endsWith(2).err())
        .contains("has more than 31 bytes")
        .contains("--max-json-size");
    externalize(json, "--as", "json", "--max-json-size", "32");
    assertThat(context("summary").out()).startsWith("default: 1 live");
  }

  @Test
  void whatIsCutEndsWithThreeAndTellsHowToGoOn() {
    String hash = externalize(text);
    Cli cli = context("internalize", hash).endsWith(ExitCode.INCOMPLETE);
    assertThat("all work and no play\n".repeat(2_000)).startsWith(cli.out());
    int shown = cli.out().length();
    assertThat(shown).isLessThan(42_000);
    assertThat(cli.err())
        .startsWith("catalytic: cut by the limit of tokens: here are the bytes 0:" + shown + " (")
        .endsWith("of a blob of 42000 bytes; next: --range " + shown + ":42000\n");
    Cli rest =
        context("internalize", hash, "--range", shown + ":42000", "--max-tokens", "0")
            .endsWith(ExitCode.OK);
    assertThat(cli.out() + rest.out()).isEqualTo("all work and no play\n".repeat(2_000));
    assertThat(rest.err()).isEmpty();
  }

  @Test
  void asJsonTheAnswerSaysWhatIsMissing() {
    String hash = externalize(text);
    Cli cli =
        context("internalize", hash, "--max-tokens", "100", "--json").endsWith(ExitCode.INCOMPLETE);
    JsonNode answer = cli.json();
    int to = answer.get("to").asInt();
    assertThat(answer.get("total_bytes").asInt()).isEqualTo(42_000);
    assertThat(answer.get("content").asText()).hasSize(to);
    assertThat(answer.get("tokens").asInt()).isBetween(90, 100);
    assertThat(answer.get("complete").asBoolean()).isFalse();
    assertThat(answer.get("cut_by").asText()).isEqualTo("tokens");
    assertThat(answer.get("next_range").asText()).isEqualTo(to + ":42000");
    assertThat(cli.err()).isEmpty();
  }

  @Test
  void rangesMayLeaveOutTheirEnds() {
    String hash = externalize(json);
    assertThat(context("internalize", hash, "--range", ":3").endsWith(0).out()).isEqualTo("{ \"");
    assertThat(context("internalize", hash, "--range", "30:").endsWith(0).out()).isEqualTo("}\n");
    assertThat(context("internalize", hash, "--range", "33:40").endsWith(2).err())
        .contains("has 32 bytes, and none at 33");
  }

  @Test
  void whatCannotBeKeptOrNamedIsSaidBeforeAStoreIsMade() {
    for (String kind : new String[] {"bytes", "json"}) {
      assertThat(context("externalize", temp, "--as", kind).endsWith(ExitCode.BAD_INPUT).err())
          .startsWith("catalytic: " + temp + ": is a directory; ");
    }
    assertThat(store).doesNotExist();
    externalize(json);
    for (String name : new String[] {"", "a/b", ".a"}) {
      assertThat(context("summary", "--name", name).endsWith(ExitCode.BAD_INPUT).err())
          .isEqualTo(
              "catalytic: a context's name is 1 to 255 of A-Z a-z 0-9 . _ - and begins with no dot;"
                  + " got \""
                  + name
                  + "\"\n");
    }
  }

  @Test
  void aPointerGivesAValue() {
    String hash = externalize(json);
    assertThat(context("internalize", hash, "--pointer", "/b/0").endsWith(0).out())
        .isEqualTo("1.0");
    assertThat(context("internalize", hash, "--pointer", "/c").endsWith(2).err())
        .isEqualTo(
            "catalytic: blob " + hash + ": has nothing at /c; the whole value has \"b\", \"a\"\n");
    assertThat(context("internalize", externalize(text), "--pointer", "/c").endsWith(2).err())
        .contains("is not JSON");
  }

  @Test
  void whatIsNoTextIsNotPrintedButInBase64OrToAFile() throws IOException {
    Path binary = Files.write(temp.resolve("binary"), new byte[] {(byte) 0xff, 0, 1});
    String hash = externalize(binary);
    Cli printed = context("internalize", hash).endsWith(ExitCode.BAD_INPUT);
    assertThat(printed.out()).isEmpty();
    assertThat(printed.err()).contains("is not UTF-8 text").contains("--json").contains("-o FILE");
    JsonNode answer = context("internalize", hash, "--json").endsWith(ExitCode.OK).json();
    assertThat(answer.get("encoding").asText()).isEqualTo("base64");
    assertThat(answer.get("content").binaryValue()).isEqualTo(Files.readAllBytes(binary));
    Path copy = temp.resolve("copy");
    context("internalize", hash, "-o", copy).endsWith(ExitCode.OK);
    assertThat(copy).hasSameBinaryContentAs(binary);
  }

  @Test
  void toAFileGoesAllOfItUnlessALimitWasAskedFor() {
    String hash = externalize(text);
    Path copy = temp.resolve("copy");
    context("internalize", hash, "-o", copy).endsWith(ExitCode.OK);
    assertThat(copy).hasSameBinaryContentAs(text);
    assertThat(context("internalize", hash, "-o", copy).endsWith(2).err())
        .contains("copy: exists already");
    Path part = temp.resolve("part");
    Cli cut = context("internalize", hash, "-o", part, "--max-tokens", "9", "--json").endsWith(3);
    assertThat(cut.json().get("file").asText()).isEqualTo(part.toString());
    assertThat(part).hasSize(cut.json().get("to").asLong());
  }

  @Test
  void whatIsReleasedIsNotLiveAnyMoreAndSayingItTwiceIsBadInput() {
    String one = externalize(text);
    String two = externalize(json);
    assertThat(context("release", one).endsWith(ExitCode.OK).out()).isEqualTo("1 released\n");
    Cli again = context("release", one, two).endsWith(ExitCode.BAD_INPUT);
    assertThat(again.err())
        .isEqualTo("catalytic: " + one + " is not live in context \"default\"\n");
    assertThat(again.out()).isEqualTo("1 released\n");
    assertThat(context("summary").out()).isEqualTo("default: 0 live, 0 bytes\n");
    assertThat(context("release", one, "--json").endsWith(2).json().get("released").asBoolean())
        .isFalse();
  }

  @Test
  void contextsHaveNamesAndAreDroppedAsAWhole() {
    externalize(text, "--name", "a");
    externalize(json, "--name", "b");
    externalize(text, json, "--name", "b");
    assertThat(context("list").endsWith(ExitCode.OK).out())
        .isEqualTo("a: 1 live, 42000 bytes\nb: 2 live, 42032 bytes\n");
    assertThat(context("release", "--all", "--name", "b").endsWith(ExitCode.OK).out())
        .isEqualTo("2 released\n");
    assertThat(context("list").endsWith(ExitCode.OK).out()).isEqualTo("a: 1 live, 42000 bytes\n");
  }

  static Stream<List<String>> badInput() {
    return Stream.of(
        List.of("externalize"),
        List.of("externalize", "/nowhere/at/all"),
        List.of("externalize", "-", "-"),
        List.of("externalize", "pom.xml", "--as", "yaml"),
        List.of("externalize", "pom.xml", "--name", "a/b"),
        List.of("externalize", "pom.xml", "--as", "json", "--max-json-size", "2G"),
        List.of("internalize", "0".repeat(64), "--max-bytes", "2G"),
        List.of("internalize", "abc"),
        List.of("internalize", "0".repeat(64), "--range", "1"),
        List.of("internalize", "0".repeat(64), "--range", "5:4"),
        List.of("internalize", "0".repeat(64), "--pointer", "a"),
        List.of("internalize", "0".repeat(64), "--pointer", "/a", "--range", "0:1"),
        List.of("internalize", "0".repeat(64), "--max-tokens", "7"),
        List.of("internalize", "0".repeat(64), "--max-bytes", "2G"),
        List.of("release"),
        List.of("release", "abc"),
        List.of("release", "0".repeat(64), "--all"),
        List.of("no-such-command"));
  }

  @ParameterizedTest
  @MethodSource("badInput")
  void badInputEndsWithTwoAndASentence(List<String> words) {
    externalize(text);
    Cli cli = context(words.toArray()).endsWith(ExitCode.BAD_INPUT);
    assertThat(cli.err()).isNotBlank().doesNotContain("\tat ", "Exception");
    assertThat(cli.out()).isEmpty();
  }

  @Test
  void whereThereIsNoStoreNoneIsMade() {
    for (List<String> words :
        List.of(
            List.of("summary"),
            List.of("list"),
            List.of("release", "--all"),
            List.of("internalize", "0".repeat(64)))) {
      assertThat(context(words.toArray()).endsWith(ExitCode.BAD_INPUT).err())
          .contains("there is no store");
    }
    assertThat(store).doesNotExist();
  }

  @Test
  void aBlobThatIsNotThereIsAFailure() {
    externalize(text);
    assertThat(context("internalize", "0".repeat(64)).endsWith(ExitCode.FAILED).err())
        .contains("the store has no blob 0000");
  }

  @Test
  void theHelpNamesTheDefaultContext() {
    assertThat(Cli.run("context", "summary", "--help").out())
        .contains("by default \"default\"")
        .doesNotContain("$default");
  }
}
