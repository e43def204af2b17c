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
    if (repair && !isProven(parts)) {
      try {
        parts = listed(parts);
        ledger.write(with(record, ExecRecord.State.RESTORING, parts));
      } catch (IOException e) {
        // Without anything to keep, the record says already what comes back: the state before. To
        // put that back needs no space in the store, and is what makes some on a disk that is full.
        if (!record.keep().isEmpty()) {
          throw e;
        }
      }
      parts = restore(parts);
    }
    parts = listed(parts);
    boolean over = !repair || isProven(parts);
    ExecRecord last =
        with(record, over ? ExecRecord.State.CLOSED : ExecRecord.State.RESTORING, parts);
    ledger.write(last);
    return new ExecReport(last, parts.stream().map(Part::found).toList());
  }

  private static boolean isProven(List<Part> parts) {
    return parts.stream().allMatch(part -> part.borrowed().isProven());
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
      Outcome outcome =
          new Outcome(
              seen.found().filter(glued.target().root()::equals).isPresent(),
              seen.found().map(Root::hash),
              glued.changes().stream().filter(change -> !change.kept()).count());
      parts.add(
          new Part(
              domain.aimingAt(glued.target()).with(outcome),
              new Found(glued.changes(), Optional.empty())));
    }
    return parts;
  }

  /** Has the store keep what was changed, where it does not yet. */
  private List<Part> listed(List<Part> parts) throws IOException {
    List<Part> listed = new ArrayList<>();
    for (Part part : parts) {
      if (part.borrowed().changes().isPresent()) {
        listed.add(part);
      } else {
        List<Change> changes = part.found().changes();
        Changes counts = Changes.of(changes, write(changes).hash());
        listed.add(new Part(part.borrowed().with(counts), part.found()));
      }
    }
    return listed;
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

  /** Restores all that can be, whatever becomes of the others. */
  private List<Part> restore(List<Part> parts) throws IOException {
    List<Part> restored = new ArrayList<>();
    IOException trouble = null;
    for (Part part : parts) {
      try {
        restored.add(part.borrowed().isProven() ? part : restore(part));
      } catch (IOException e) {
        if (trouble == null) {
          trouble = e;
        } else {
          trouble.addSuppressed(e);
        }
      }
    }
    if (trouble != null) {
      throw trouble;
    }
    return restored;
  }

  private Part restore(Part part) throws IOException {
    Borrowed domain = part.borrowed();
    RestoreReport report = restorer.restore(domain.domain(), domain.target().orElseThrow());
    Outcome outcome =
        new Outcome(
            report.restored(),
            report.found().map(Root::hash),
            report.differences().size() + report.refused().size());
    return new Part(domain.with(outcome), new Found(part.found().changes(), Optional.of(report)));
  }
}
