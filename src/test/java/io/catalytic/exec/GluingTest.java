package io.catalytic.exec;

import static org.assertj.core.api.Assertions.assertThat;

import io.catalytic.domain.Difference;
import io.catalytic.domain.Domain;
import io.catalytic.domain.Manifest;
import io.catalytic.domain.RawPath;
import io.catalytic.domain.Refused;
import io.catalytic.domain.Snapshot;
import io.catalytic.domain.SnapshotIndex;
import io.catalytic.restore.RestoreListener;
import io.catalytic.restore.RestoreOptions;
import io.catalytic.restore.RestoreReport;
import io.catalytic.restore.Restorer;
import io.catalytic.selection.Globs;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.Stores;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which changes stay, and what the whole is then. */
final class GluingTest {
  private final ObjectStore store = Stores.inMemory();
  private final Path dir;
  private final Domain domain;
  private final SnapshotIndex.Known before;

  GluingTest(@TempDir Path dir) throws IOException {
    this.dir = dir;
    write("a", "a");
    write("d/x.log", "old log");
    write("d/y", "y");
    write("out/o", "o");
    domain = Domain.of(dir, List.of());
    before = new SnapshotIndex(store).add(Snapshot.takeInto(store, domain), true);
  }

  private void write(String path, String text) throws IOException {
    Files.createDirectories(dir.resolve(path).getParent());
    Files.writeString(dir.resolve(path), text);
  }

  private void delete(String path) throws IOException {
    try (Stream<Path> all = Files.walk(dir.resolve(path))) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }

  private Restorer restorer() {
    return new Restorer(store, RestoreOptions.DEFAULT.deleting(true), RestoreListener.SILENT);
  }

  /** Glues, restores, and checks that the directory has the target's root; returns the changes. */
  private List<String> glue(String... globs) throws IOException {
    RestoreReport seen = restorer().compare(domain, before);
    Gluing.Glued glued =
        new Gluing(store, Globs.compile(List.of(globs)), before).glue(domain, seen);
    assertThat(restorer().restore(domain, glued.target()).restored()).isTrue();
    assertThat(Snapshot.take(domain).root()).isEqualTo(glued.target().root());
    return glued.changes().stream()
        .map(change -> (change.kept() ? "keep " : "undo ") + change.what() + " " + change.path())
        .toList();
  }

  @Test
  void withoutGlobsTheTargetIsWhatWasBefore() throws IOException {
    delete("a");
    assertThat(glue()).containsExactly("undo removed a");
    assertThat(dir.resolve("a")).hasContent("a");
  }

  @Test
  void whatMatchesStaysWhetherAddedRemovedOrChangedAndNothingElse() throws IOException {
    write("d/x.log", "new log");
    write("e.log", "e");
    write("d/y", "changed");
    write("surplus", "s");
    delete("out");
    assertThat(glue("*.log", "out/"))
        .containsExactly(
            "keep changed d/x.log",
            "undo changed d/y",
            "keep added e.log",
            "keep removed out",
            "keep removed out/o",
            "undo added surplus");
    assertThat(dir.resolve("d/x.log")).hasContent("new log");
    assertThat(dir.resolve("d/y")).hasContent("y");
    assertThat(dir.resolve("out")).doesNotExist();
    assertThat(dir.resolve("surplus")).doesNotExist();
  }

  @Test
  void newDirectoriesStayWithWhatIsKeptInThem() throws IOException {
    write("n/m/k.log", "k");
    write("n/m/other", "o");
    assertThat(glue("*.log"))
        .containsExactly(
            "keep added n", "keep added n/m", "keep added n/m/k.log", "undo added n/m/other");
    assertThat(dir.resolve("n/m/k.log")).hasContent("k");
  }

  @Test
  void whatLiesWhereAFileHasToComeBackDoesNotFit() throws IOException {
    delete("a");
    write("a/k.log", "k");
    RestoreReport seen = restorer().compare(domain, before);
    List<Change> changes =
        new Gluing(store, Globs.compile(List.of("*.log")), before).glue(domain, seen).changes();
    assertThat(changes.get(1).reason().orElseThrow())
        .isEqualTo("can't be kept: where its directory is, something else has to come back");
    assertThat(glue("*.log")).containsExactly("undo changed a", "undo added a/k.log");
    assertThat(dir.resolve("a")).hasContent("a");
  }

  @Test
  void aKeptDirectoryMayBecomeAFileAndTheReverse() throws IOException {
    delete("out");
    write("out", "a file now");
    delete("a");
    write("a/deep", "below");
    assertThat(glue("out/", "/a"))
        .containsExactly(
            "keep changed a", "keep added a/deep", "keep changed out", "keep removed out/o");
    assertThat(dir.resolve("out")).hasContent("a file now");
    assertThat(dir.resolve("a/deep")).hasContent("below");
  }

  @Test
  void whatCantBeAnEntryNeverStays() throws Exception {
    assertThat(new ProcessBuilder("mkfifo", dir.resolve("out/f").toString()).start().waitFor())
        .isZero();
    assertThat(glue("out")).containsExactly("undo refused out/f");
    assertThat(dir.resolve("out/f")).doesNotExist();
  }

  /** As an ordinary user sees it: below what he can't list he knows nothing. */
  @Test
  void whatLiesInADirectoryThatCantBeListedIsNotCalledRemoved() throws IOException {
    delete("a");
    RestoreReport seen = restorer().compare(domain, before);
    List<Difference> hidden = new ArrayList<>(seen.differences());
    try (InputStream manifest = store.open(before.manifest().hash())) {
      Manifest.read(manifest)
          .forEachRemaining(
              entry -> {
                if (entry.path().isUnder(RawPath.of("d"))
                    && !entry.path().equals(RawPath.of("d"))) {
                  hidden.add(Difference.removed(entry));
                }
              });
    }
    RestoreReport closed =
        new RestoreReport(
            seen.expected(),
            Optional.empty(),
            seen.plan(),
            List.of(),
            hidden,
            List.of(new Refused(RawPath.of("d"), "can't be listed")));
    Gluing.Glued glued =
        new Gluing(store, Globs.compile(List.of("*.log")), before).glue(domain, closed);
    assertThat(glued.changes())
        .extracting(change -> change.what() + " " + change.path())
        .containsExactly("removed a", "refused d");
    assertThat(glued.target()).isEqualTo(before);
  }

  @Test
  void theDomainsOwnModeMayBeKeptButNotItsAbsence() throws IOException {
    Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwxr-x---"));
    assertThat(glue("**")).containsExactly("keep changed ");
    delete("");
    assertThat(glue("**")).contains("undo removed ", "keep removed a");
    assertThat(dir).isEmptyDirectory();
  }

  @Test
  void keptContentsAreInTheStore() throws IOException {
    write("e.log", "to be read later");
    RestoreReport seen = restorer().compare(domain, before);
    Change kept =
        new Gluing(store, Globs.compile(List.of("*.log")), before)
            .glue(domain, seen)
            .changes()
            .get(0);
    byte[] bytes = store.read(kept.entry().orElseThrow().content().hash(), 100);
    assertThat(new String(bytes, StandardCharsets.UTF_8)).isEqualTo("to be read later");
  }
}
