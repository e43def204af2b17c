package io.catalytic.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the refs of every kind of store have to do. */
public abstract class RefsContract {
  private static final GcOptions GC =
      new GcOptions(GcOptions.DEFAULT_GRACE, 0, false, Clock.systemUTC());

  private ObjectStore store;

  /** Returns a new, empty store. */
  public abstract ObjectStore create() throws IOException;

  /** Changes what is kept of a ref, behind the store's back. */
  public abstract void change(String name, UnaryOperator<byte[]> change) throws IOException;

  @BeforeEach
  void createStore() throws IOException {
    store = create();
  }

  @AfterEach
  void closeStore() throws IOException {
    store.close();
  }

  @Test
  void aRefIsReadAsItWasWrittenLast() throws IOException {
    assertThat(store.refs().read("roots/a")).isEmpty();
    write("roots/a", "one");
    assertThat(read("roots/a")).isEqualTo("one");
    write("roots/a", "two, longer");
    assertThat(read("roots/a")).isEqualTo("two, longer");
    write("roots/a", "");
    assertThat(read("roots/a")).isEmpty();
  }

  @Test
  void aRefIsDeletedOnce() throws IOException {
    write("a", "1");
    assertThat(store.refs().delete("a")).isTrue();
    assertThat(store.refs().read("a")).isEmpty();
    assertThat(store.refs().delete("a")).isFalse();
    assertThat(store.refs().delete("never/there")).isFalse();
  }

  @Test
  void refsAreListedSortedAndWhole() throws IOException {
    for (String name : new String[] {"runs/7/b", "runs/7/a", "runs/70", "roots/x", "runs/8", "z"}) {
      write(name, name);
    }

    assertThat(store.refs().list("runs/7")).containsExactly("runs/7/a", "runs/7/b");
    assertThat(store.refs().list("runs"))
        .containsExactly("runs/7/a", "runs/7/b", "runs/70", "runs/8");
    assertThat(store.refs().list(""))
        .containsExactly("roots/x", "runs/7/a", "runs/7/b", "runs/70", "runs/8", "z");
    assertThat(store.refs().list("z")).isEmpty();
    assertThat(store.refs().list("nothing")).isEmpty();
  }

  @Test
  void noNameLiesUnderAnother() throws IOException {
    write("runs/7", "1");
    assertThatThrownBy(() -> write("runs/7/log", "2"))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "there can be no ref \"runs/7/log\" beside \"runs/7\": one lies under the other");
    assertThatThrownBy(() -> write("runs", "2"))
        .isInstanceOf(IOException.class)
        .hasMessage("there can be no ref \"runs\" beside \"runs/7\": one lies under the other");
    assertThat(store.refs().read("runs")).isEmpty();
    assertThat(store.refs().read("runs/7/log")).isEmpty();
    assertThat(store.refs().delete("runs")).isFalse();

    assertThat(store.refs().delete("runs/7")).isTrue();
    write("runs", "3");
    assertThat(read("runs")).isEqualTo("3");
    assertThat(store.refs().delete("runs")).isTrue();
    write("runs/7/log", "4");
    assertThat(store.refs().list("")).containsExactly("runs/7/log");
  }

  @Test
  void aRefIsKeptWithItsChecksumInTheLastLine() throws IOException {
    write("test/1", "{\"a\":1}");
    change(
        "test/1",
        stored -> {
          // From an implementation of CRC-32C in a few lines of Python.
          assertThat(stored).asString().isEqualTo("{\"a\":1}\n#crc32c 528585fc\n");
          return stored;
        });
    write("a", "");
    change(
        "a",
        stored -> {
          assertThat(stored).asString().isEqualTo("\n#crc32c 09bde29b\n");
          return stored;
        });
  }

  @Test
  void eachFlippedBitOfARefIsFound() throws IOException {
    write("test/a", "{}");
    byte[][] good = new byte[1][];
    change("test/a", stored -> good[0] = stored);
    assertThat(good[0]).hasSize("{}\n#crc32c 00000000\n".length());
    for (int i = 0; i < 8 * good[0].length; i++) {
      byte[] changed = good[0].clone();
      changed[i / 8] ^= (byte) (1 << i % 8);
      change("test/a", stored -> changed);
      assertRefused("test/a");
    }
    assertThat(store.refs().list("")).contains("test/a");
    change("test/a", stored -> good[0]);
    assertThat(read("test/a")).isEqualTo("{}");
  }

  @Test
  void aRefThatIsCutOrHasNoChecksumIsFound() throws IOException {
    for (int length : new int[] {0, 1, 2, 18, 19}) {
      write("test/a", "{}");
      change("test/a", stored -> Arrays.copyOf(stored, length));
      assertDamaged("test/a");
    }
    write("test/b", "{}");
    change("test/a", stored -> "{}".getBytes(StandardCharsets.UTF_8));
    assertDamaged("test/a");
    byte[][] other = new byte[1][];
    change("test/b", stored -> other[0] = stored);
    change("test/a", stored -> other[0]); // whole, but another's
    assertDamaged("test/a");
  }

  private void assertDamaged(String name) throws IOException {
    assertRefused(name);
    assertThat(store.refs().list("")).contains(name);
  }

  private void assertRefused(String name) {
    assertThatThrownBy(() -> store.refs().read(name))
        .isInstanceOf(RefDamagedException.class)
        .hasMessageStartingWith("ref " + name + ": it is damaged: ")
        .hasMessageContaining("store forget " + name);
  }

  @Test
  void aDamagedRefStopsACleaningIsFoundByFsckAndCanBeRemovedOrWrittenAnew() throws IOException {
    write("test/a", "");
    change("test/a", stored -> new byte[] {1});
    assertThatThrownBy(() -> store.gc(GC))
        .isInstanceOf(RefDamagedException.class)
        .hasMessageContaining("test/a");
    List<Finding> findings = new ArrayList<>();
    assertThat(store.fsck(FsckOptions.CHECK, findings::add).status())
        .isEqualTo(FsckReport.Status.DAMAGED);
    assertThat(findings)
        .singleElement()
        .satisfies(finding -> assertThat(finding.kind()).isEqualTo(Finding.Kind.REF))
        .satisfies(finding -> assertThat(finding.where()).isEqualTo("test/a"));

    write("test/a", "");
    assertThat(read("test/a")).isEmpty();
    change("test/a", stored -> new byte[] {1});
    assertThat(store.refs().delete("test/a")).isTrue();
    store.gc(GC);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "/", "a/", "/a", "a//b", ".", "..", ".a", "a/.b", "a/../b", "a/.", "a b", "ä", "a\\b",
        "a\0"
      })
  void aBadNameIsRefused(String name) {
    assertThatThrownBy(() -> write(name, "x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("got \"" + name + "\"");
    assertThatThrownBy(() -> store.refs().read(name)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store.refs().delete(name))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aNameOfEveryAllowedKindIsTaken() throws IOException {
    for (String name : new String[] {"A-z_0.9", "a./b/c..d", "x".repeat(255)}) {
      write(name, name);
      assertThat(read(name)).isEqualTo(name);
    }
    assertThatThrownBy(() -> write("x".repeat(256), "x"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private void write(String name, String value) throws IOException {
    store.refs().write(name, value.getBytes(StandardCharsets.UTF_8));
  }

  private String read(String name) throws IOException {
    return new String(store.refs().read(name).orElseThrow(), StandardCharsets.UTF_8);
  }
}
