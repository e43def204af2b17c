package io.catalytic.extract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catalytic.model.ModelException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkshopTest {
  private final NativeLedger ledger = new NativeLedger();
  private final Workshop workshop = new Workshop(ledger);

  @AfterEach
  void leavesNothingOpen() {
    workshop.close();
    assertThat(ledger.open()).isZero();
  }

  @Test
  void keepsNoTreeOpenOverThousandsOfFiles() throws Exception {
    List<Language> languages = List.of(Language.values());
    for (int i = 0; i < 3_000; i++) {
      Language language = languages.get(i % languages.size());
      workshop.read(language, "f(" + i + "); class A {}\n", Deadline.in(Extract.PATIENCE));
      long benchAndQueries = 1L + Math.min(i + 1, Language.values().length);
      assertThat(ledger.open()).isEqualTo(benchAndQueries);
    }
    assertThat(ledger.everOpened()).isEqualTo(3_001L + Language.values().length);
  }

  @Test
  void readsTheNextFileAfreshAfterOneThatTookTooLong() throws Exception {
    String large = "x = [" + "1, ".repeat(400_000) + "]\n";
    Deadline gone = Deadline.in(Duration.ofNanos(1));
    assertThatThrownBy(() -> workshop.read(Language.PYTHON, large, gone))
        .isInstanceOf(ModelException.class);
    Structure next = workshop.read(Language.PYTHON, "def f(): pass", Deadline.in(Extract.PATIENCE));
    assertThat(next.functions()).hasSize(1);
    assertThat(next.partial()).isFalse();
  }
}
