package io.catalytic.exec;

import com.google.common.collect.Iterators;
import io.catalytic.digest.Digest;
import io.catalytic.digest.Json;
import io.catalytic.domain.SnapshotIndex.Known;
import io.catalytic.exec.ExecReport.Found;
import io.catalytic.merkle.Root;
import io.catalytic.restore.RestoreListener;
import io.catalytic.restore.RestoreOptions;
import io.catalytic.restore.RestoreReport;
import io.catalytic.restore.Restorer;
import io.catalytic.selection.Globs;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.WriteBatch;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * What follows a command: reads the domains, decides what has to come back, puts that back if told,
 * proves it, and writes down each step before the next.
 */
final class Settlement {
  private final ObjectStore store;
  private final ExecLedger ledger;
  private final Restorer restorer;

  Settlement(ObjectStore store, RestoreListener listener) {
    this.store = store;
    ledger = new ExecLedger(store.refs());
    restorer = new Restorer(store, RestoreOptions.DEFAULT.deleting(true), listener);
  }

  /** A domain, and what there is to tell of it. */
  private record Part(Borrowed borrowed, Found found) {}

  /**
   * Settles a record that is {@code running} or {@code restoring}. It is closed then, unless it was
   * to be repaired and could not: so that this can be done again.
   *
   * @param repair whether what is not to be kept is put back
   * @throws IOException if a domain or the store can't be used; the record stays open
   */
  ExecReport settle(ExecRecord record, boolean repair) throws IOException {
    List<Part> parts =
        record.state() == ExecRecord.State.RESTORING ? resumed(record) : look(record);
    ExecRecord now = with(record, ExecRecord.State.RESTORING, parts);
    if (repair && !now.isProven()) {
      ledger.write(now);
      parts = restore(parts);
    }
    boolean over = !repair || parts.stream().allMatch(part -> part.borrowed().isProven());
    ExecRecord last = with(now, over ? ExecRecord.State.CLOSED : ExecRecord.State.RESTORING, parts);
    ledger.write(last);
    return new ExecReport(last, parts.stream().map(Part::found).toList());
  }

  private static ExecRecord with(ExecRecord record, ExecRecord.State state, List<Part> parts) {
    return record.with(state, parts.stream().map(Part::borrowed).toList());
  }

  /** What was proved before is not relied on: time has passed. */
  private static List<Part> resumed(ExecRecord record) {
    return record.domains().stream()
        .map(domain -> new Part(domain.unproven(), new Found(List.of(), Optional.empty())))
        .toList();
  }

  private List<Part> look(ExecRecord record) throws IOException {
    Globs keep = Globs.compile(record.keep());
    List<Part> parts = new ArrayList<>();
    for (Borrowed domain : record.domains()) {
      Known before = domain.before().orElseThrow();
      RestoreReport seen = restorer.compare(domain.domain(), before);
      Gluing.Glued glued = new Gluing(store, keep, before).glue(domain.domain(), seen);
      Changes changes = Changes.of(glued.changes(), write(glued.changes()).hash());
      Outcome outcome =
          new Outcome(
              seen.found().filter(glued.target().root()::equals).isPresent(),
              seen.found().map(Root::hash),
              changes.total() - changes.kept());
      parts.add(
          new Part(
              domain.with(changes, glued.target()).with(outcome),
              new Found(glued.changes(), Optional.empty())));
    }
    return parts;
  }

  @SuppressWarnings("JdkObsolete") // SequenceInputStream takes nothing but an Enumeration.
  private Digest write(List<Change> changes) throws IOException {
    Iterator<InputStream> lines =
        Iterators.transform(
            changes.iterator(),
            change ->
                new ByteArrayInputStream(
                    (Json.write(change.toJson()) + "\n").getBytes(StandardCharsets.UTF_8)));
    try (WriteBatch batch = store.begin()) {
      Digest digest = batch.put(new SequenceInputStream(Iterators.asEnumeration(lines)));
      batch.commit();
      return digest;
    }
  }

  private List<Part> restore(List<Part> parts) throws IOException {
    List<Part> restored = new ArrayList<>();
    for (Part part : parts) {
      Borrowed domain = part.borrowed();
      if (domain.isProven()) {
        restored.add(part);
        continue;
      }
      RestoreReport report = restorer.restore(domain.domain(), domain.target().orElseThrow());
      Outcome outcome =
          new Outcome(
              report.restored(),
              report.found().map(Root::hash),
              report.differences().size() + report.refused().size());
      restored.add(
          new Part(domain.with(outcome), new Found(part.found().changes(), Optional.of(report))));
    }
    return restored;
  }
}
