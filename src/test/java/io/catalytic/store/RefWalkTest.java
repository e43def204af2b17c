package io.catalytic.store;

import static io.catalytic.store.StoreContract.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.catalytic.digest.Digest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A check beside those who remove and replace refs. */
final class RefWalkTest {
  private static final Digest GONE = Digest.of(bytes("gone"));
  private static final Digest ALSO_GONE = Digest.of(bytes("also gone"));
  private static final String REF = "test/1";

  private final ObjectStore store = Stores.inMemory();
  private final List<Finding> findings = new ArrayList<>();

  @BeforeEach
  void refThatNeedsWhatIsNotThere() throws IOException {
    HashListTracer.keep(store, "1", List.of(GONE));
  }

  private FsckReport check(Refs refs) throws IOException {
    StoreWithRefs checked = new StoreWithRefs(store, refs);
    return new Fsck(checked, new NothingToScan(), FsckOptions.CHECK, findings::add).run();
  }

  @Test
  void whatARefNeedsAndIsNotThereIsMissing() throws IOException {
    FsckReport report = check(store.refs());
    assertThat(report.missing()).isEqualTo(1);
    assertThat(report.refs()).isEqualTo(1);
    assertThat(findings).singleElement().extracting(Finding::hash).isEqualTo(hash(GONE));
  }

  @Test
  void whatARefNeededThatIsGoneByThenIsNotMissing() throws IOException {
    FsckReport report = check(new ChangedOnce(store.refs(), () -> store.refs().delete(REF)));
    assertThat(findings).isEmpty();
    assertThat(report.status()).isEqualTo(FsckReport.Status.CLEAN);
    assertThat(report.refs()).isZero();
  }

  @Test
  void aRefThatIsAnotherByThenIsFollowedAnew() throws IOException {
    FsckReport report =
        check(
            new ChangedOnce(
                store.refs(), () -> HashListTracer.keep(store, "1", List.of(ALSO_GONE))));
    assertThat(findings).singleElement().extracting(Finding::hash).isEqualTo(hash(ALSO_GONE));
    assertThat(report.refs()).isEqualTo(1);
  }

  @Test
  void whatAnotherRefNeedsAsWellStaysMissing() throws IOException {
    HashListTracer.keep(store, "0", List.of(GONE));
    check(new ChangedOnce(store.refs(), () -> store.refs().delete(REF)));
    assertThat(findings)
        .singleElement()
        .satisfies(finding -> assertThat(finding.hash()).isEqualTo(hash(GONE)))
        .satisfies(finding -> assertThat(finding.where()).isEqualTo("test/0"));
  }

  @Test
  void aRefThatCannotBeFollowedAndIsGoneByThenIsNoFinding() throws IOException {
    store.refs().write(REF, bytes("damaged"));
    check(new ChangedOnce(store.refs(), () -> store.refs().delete(REF)));
    assertThat(findings).isEmpty();
  }

  private static Optional<?> hash(Digest digest) {
    return Optional.of(digest.hash());
  }

  private interface Change {
    void run() throws IOException;
  }

  /** Changes the ref once it was read. */
  private static final class ChangedOnce extends ForwardingRefs {
    private final Change change;
    private boolean changed;

    ChangedOnce(Refs refs, Change change) {
      super(refs);
      this.change = change;
    }

    @Override
    public Optional<byte[]> read(String name) throws IOException {
      Optional<byte[]> value = super.read(name);
      if (name.equals(REF) && !changed) {
        changed = true;
        change.run();
      }
      return value;
    }
  }
}
