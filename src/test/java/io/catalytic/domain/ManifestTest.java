package io.catalytic.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import io.catalytic.digest.Digest;
import io.catalytic.merkle.EntryType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestTest {
  private static final String HASH = "a".repeat(64);

  private static List<Entry> read(String manifest) {
    return ImmutableList.copyOf(
        Manifest.read(new ByteArrayInputStream(manifest.getBytes(StandardCharsets.UTF_8))));
  }

  private static String write(List<Entry> sorted) throws IOException {
    return new String(Manifest.write(sorted.iterator()).readAllBytes(), StandardCharsets.UTF_8);
  }

  @Provide
  static Arbitrary<List<Entry>> manifests() {
    Arbitrary<byte[]> names =
        Arbitraries.bytes()
            .filter(value -> value != 0 && value != '/')
            .array(byte[].class)
            .ofMinSize(1)
            .ofMaxSize(5)
            .filter(name -> name[0] != '.');
    Arbitrary<Entry> entries =
        Combinators.combine(
                names,
                Arbitraries.of(EntryType.class),
                Arbitraries.integers().between(0, 07777),
                Arbitraries.bytes().array(byte[].class).ofMaxSize(3))
            .as(ManifestTest::entry);
    return entries.list().ofMaxSize(20).map(ManifestTest::sorted);
  }

  private static Entry entry(byte[] name, EntryType type, int mode, byte[] content) {
    return new Entry(
        RawPath.ROOT.child(name),
        type,
        type == EntryType.SYMLINK ? 0 : mode,
        type == EntryType.DIRECTORY ? Entry.NO_CONTENT : Digest.of(content));
  }

  private static List<Entry> sorted(List<Entry> entries) {
    Map<RawPath, Entry> byPath = new TreeMap<>();
    entries.forEach(entry -> byPath.put(entry.path(), entry));
    return List.copyOf(byPath.values());
  }

  @Property
  void everyEntryComesBack(@ForAll("manifests") List<Entry> entries) throws IOException {
    assertThat(read(write(entries))).isEqualTo(entries);
  }

  @Property
  void differencesAppliedToTheFirstGiveTheSecond(
      @ForAll("manifests") List<Entry> before, @ForAll("manifests") List<Entry> after) {
    Map<RawPath, Entry> state = new TreeMap<>();
    before.forEach(entry -> state.put(entry.path(), entry));
    Map<RawPath, Entry> target = new TreeMap<>();
    after.forEach(entry -> target.put(entry.path(), entry));
    List<Difference> differences = new ArrayList<>();
    ManifestDiff.compare(before.iterator(), after.iterator(), differences::add);
    assertThat(differences).isSortedAccordingTo((a, b) -> a.path().compareTo(b.path()));
    for (Difference difference : differences) {
      assertThat(state.get(difference.path())).isNotEqualTo(target.get(difference.path()));
      state.remove(difference.path());
      if (difference.change() != Difference.Change.REMOVED) {
        state.put(difference.path(), target.get(difference.path()));
      }
    }
    assertThat(state).isEqualTo(target);
  }

  @Test
  void aLineHasTheDocumentedForm() {
    assertThat(
            ManifestLine.write(
                read("{\"path\":\"a\",\"type\":\"file\",\"mode\":\"0644\",\"size\":6,\"digest\":\""
                        + HASH
                        + "\"}\n")
                    .get(0)))
        .isEqualTo(
            "{\"path\":\"a\",\"type\":\"file\",\"mode\":\"0644\",\"size\":6,\"digest\":\""
                + HASH
                + "\"}");
    assertThat(
            ManifestLine.write(
                new Entry(
                    RawPath.of(new byte[] {(byte) 0xff}),
                    EntryType.DIRECTORY,
                    0755,
                    Entry.NO_CONTENT)))
        .isEqualTo(
            "{\"path\":\"\\\\xff\",\"path_base64\":\"/w==\",\"type\":\"directory\","
                + "\"mode\":\"0755\",\"size\":0}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "[]",
        "{\"path\":\"../x\",\"type\":\"directory\",\"mode\":\"0755\",\"size\":0}",
        "{\"path\":\"/x\",\"type\":\"directory\",\"mode\":\"0755\",\"size\":0}",
        "{\"path\":\"a//b\",\"type\":\"directory\",\"mode\":\"0755\",\"size\":0}",
        "{\"path\":\"x\",\"type\":\"fifo\",\"mode\":\"0755\",\"size\":0}",
        "{\"path\":\"x\",\"type\":\"directory\",\"mode\":\"755\",\"size\":0}",
        "{\"path\":\"x\",\"type\":\"directory\",\"mode\":\"8755\",\"size\":0}",
        "{\"path\":\"x\",\"type\":\"directory\",\"mode\":\"0755\",\"size\":1}",
        "{\"path\":\"x\",\"type\":\"directory\",\"mode\":\"0755\",\"size\":0,\"more\":1}",
        "{\"path\":\"x\",\"type\":\"file\",\"mode\":\"0755\",\"size\":0}",
        "{\"path\":\"\",\"type\":\"symlink\",\"mode\":\"0000\",\"size\":0,\"digest\":\"00\"}",
        "{\"path\":\"x\",\"type\":\"directory\",\"mode\":\"0755\",\"size\":0}{}"
      })
  void aLineThatThisProgramWouldNotWriteIsRefused(String line) {
    assertThatThrownBy(() -> ManifestLine.read(line))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("bad manifest line");
  }

  @Test
  void linesOutOfOrderOrTwiceAreRefused() {
    String a = "{\"path\":\"a\",\"type\":\"directory\",\"mode\":\"0755\",\"size\":0}\n";
    String b = a.replace("\"a\"", "\"b\"");
    assertThatThrownBy(() -> read(b + a)).hasMessageContaining("a after b");
    assertThatThrownBy(() -> read(a + a)).hasMessageContaining("a after a");
  }
}
