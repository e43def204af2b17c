package io.catalytic.store.disk;

import static io.catalytic.store.StoreContract.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catalytic.digest.Digest;
import io.catalytic.digest.Hash;
import io.catalytic.store.WriteBatch;
import io.catalytic.store.pack.PackTooNewException;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Packs that a newer program wrote are refused by name, and never taken for damaged ones. */
final class NewerPackTest {
  private static final byte[] PLAIN = bytes("a plain one");
  private static final Hash STRANGE = Digest.of(bytes("one that is encoded as nobody can")).hash();
  private static final int BROTLI = 2;

  private static HandMadePack strange() {
    return new HandMadePack().add(PLAIN).add(STRANGE, 33, BROTLI, bytes("???"));
  }

  @Test
  void aBlobOfAnUnknownEncodingIsThereAndIsRefused() throws IOException {
    CompressedPackTest.withStore(
        strange().bytes(),
        (store, place) -> {
          assertThat(store.find(STRANGE)).contains(new Digest(STRANGE, 33));
          assertThatThrownBy(() -> store.read(STRANGE, 33))
              .isInstanceOf(PackTooNewException.class)
              .hasMessage(
                  place.resolve("packs/" + "0123".repeat(8) + ".pack")
                      + ": blob "
                      + STRANGE
                      + " has the encoding 2, and this program knows only 0 (plain) and 1 (zstd);"
                      + " use a newer program");
          assertThat(store.read(Digest.of(PLAIN).hash(), 11)).isEqualTo(PLAIN);
          assertThat(store.stats().bytes()).isEqualTo(33 + 11);
          assertUntouched(place);
        });
  }

  @Test
  void aDamagedPackWithAnUnknownEncodingStaysForANewerProgramToRepair() throws IOException {
    byte[] pack = strange().bytes();
    pack[3] ^= 1; // in the header, without which all could be saved
    CompressedPackTest.withStore(
        pack,
        (store, place) -> {
          for (Hash hash : new Hash[] {STRANGE, Digest.of(PLAIN).hash(), Hash.ZERO}) {
            assertThatThrownBy(() -> store.find(hash)).isInstanceOf(PackTooNewException.class);
          }
          assertThatThrownBy(store::stats).isInstanceOf(PackTooNewException.class);
          assertUntouched(place);
        });
  }

  @Test
  void aPackOfANewerVersionIsRefusedWhereItMayHaveWhatIsMissing() throws IOException {
    byte[] pack = new HandMadePack().version(2).add(PLAIN).bytes();
    CompressedPackTest.withStore(
        pack,
        (store, place) -> {
          String message =
              place.resolve("packs/" + "0123".repeat(8) + ".pack")
                  + ": header: this pack is of version 2, and this program knows only 1; use a"
                  + " newer program";
          assertThatThrownBy(() -> store.find(STRANGE))
              .isInstanceOf(PackTooNewException.class)
              .hasMessage(message);
          assertThatThrownBy(() -> store.open(STRANGE)).hasMessage(message);
          assertThatThrownBy(store::stats).hasMessage(message);
          try (WriteBatch batch = store.begin()) {
            batch.put(PLAIN);
            batch.commit();
          }
          assertThat(store.read(Digest.of(PLAIN).hash(), 11)).isEqualTo(PLAIN);
          assertUntouched(place);
        });
  }

  @Test
  void aHeaderWhoseVersionWasSpoiltIsDamage() throws IOException {
    byte[] pack = new HandMadePack().add(PLAIN).bytes();
    pack[11] = 2; // the checksum is that of version 1
    CompressedPackTest.withStore(
        pack,
        (store, place) -> {
          assertThat(store.read(Digest.of(PLAIN).hash(), 11)).isEqualTo(PLAIN);
          assertThat(place.resolve("quarantine/" + "0123".repeat(8) + ".pack")).exists();
        });
  }

  private static void assertUntouched(Path place) {
    assertThat(place.resolve("packs/" + "0123".repeat(8) + ".pack")).exists();
    assertThat(place.resolve("quarantine")).doesNotExist();
  }
}
