package io.catalytic.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.io.ByteStreams;
import io.catalytic.digest.CanonicalJson;
import io.catalytic.digest.Digest;
import io.catalytic.digest.Json;
import io.catalytic.domain.Difference;
import io.catalytic.domain.Domain;
import io.catalytic.domain.Manifest;
import io.catalytic.domain.ManifestDiff;
import io.catalytic.domain.Refused;
import io.catalytic.domain.SnapshotIndex;
import io.catalytic.merkle.Root;
import io.catalytic.model.ModelClient;
import io.catalytic.model.ModelException;
import io.catalytic.model.ModelIdentity;
import io.catalytic.model.Models;
import io.catalytic.pipeline.Fact.Phase;
import io.catalytic.restore.RestoreListener;
import io.catalytic.restore.RestoreOptions;
import io.catalytic.restore.RestoreReport;
import io.catalytic.restore.Restorer;
import io.catalytic.run.ProofFile;
import io.catalytic.run.Repair;
import io.catalytic.run.Restoration;
import io.catalytic.run.RunFiles;
import io.catalytic.run.RunRecord;
import io.catalytic.run.RunTracer;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.WriteBatch;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Makes the run record, and the output directory, of the facts of a run. */
final class RunFinisher {
  private static final String ANOTHER =
      "the machine that finished the run has another directory at that path; nothing was changed"
          + " there: put it back with restore, and let all workers share it";

  private final RunPlan plan;
  private final ObjectStore store;

  RunFinisher(RunPlan plan, ObjectStore store) {
    this.plan = plan;
    this.store = store;
  }

  /** Writes everything; returns the text of the run record. */
  String finish(Iterable<Fact> iterable) throws IOException {
    Facts facts = new Facts(iterable);
    Restoration found = restoration(facts);
    Digest manifest = facts.output(RunFiles.MANIFEST);
    SnapshotIndex.Known before =
        new SnapshotIndex(store)
            .addWithPages(
                new SnapshotIndex.Known(
                    found.before(), manifest, plan.source().borrowed().leftOut(), true));
    Restoration restoration =
        plan.repair() && !found.restored()
            ? found.repairedBy(repair(plan.source().directory().orElseThrow(), before))
            : found;
    OutputDirectory directory = new OutputDirectory(Path.of(plan.output()));
    TreeMap<String, Digest> outputs = new TreeMap<>();
    for (String file : RunFiles.FROM_STORE) {
      Digest content = facts.output(file);
      try (InputStream bytes = store.open(content.hash())) {
        directory.write(file, bytes);
      }
      outputs.put(file, content);
    }
    ObjectNode proof = ProofFile.of(plan.source().borrowed(), manifest.hash(), restoration);
    byte[] proofBytes = (Json.pretty(proof) + "\n").getBytes(StandardCharsets.UTF_8);
    directory.write(RunFiles.PROOF, proofBytes);
    outputs.put(RunFiles.PROOF, Digest.of(proofBytes));
    try (WriteBatch batch = store.begin()) {
      // With these the store alone tells what the outputs were and what every answer has to fit.
      batch.put(proofBytes);
      batch.put(CanonicalJson.encode(plan.instruction().toJson()));
      batch.commit();
    }
    List<String> notices = new ArrayList<>(plan.notices().sentences());
    Optional<ModelIdentity> modelAfter = modelAfter(notices);
    RunRecord record =
        new RunRecord(
            plan.runId(),
            plan.source().borrowed(),
            plan.instruction(),
            plan.identity(),
            modelAfter,
            restoration,
            facts.tally(),
            List.copyOf(notices),
            plan.notices().missing(),
            outputs,
            timings(facts));
    String text = RunRecord.text(record.toJson());
    plan.progress().remove();
    byte[] recordBytes = text.getBytes(StandardCharsets.UTF_8);
    store.refs().write(RunTracer.KIND + "/" + plan.runId(), recordBytes);
    directory.write(RunFiles.RECORD, recordBytes);
    return text;
  }

  /**
   * Whoever answers under a name may be changed while a run goes on; the memo must not mix them.
   */
  private Optional<ModelIdentity> modelAfter(List<String> notices) {
    try (ModelClient client = Models.open(plan.model())) {
      return Optional.of(client.identity());
    } catch (ModelException | IllegalArgumentException e) {
      notices.add("whether the model is still the same could not be asked: " + e.getMessage());
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** The run's answers are good all the same: what goes wrong here is told, and ends nothing. */
  private Repair repair(Domain domain, SnapshotIndex.Known before) {
    RestoreOptions options = RestoreOptions.DEFAULT.deleting(true);
    try {
      if (!plan.source().isTheBorrowed()) {
        return new Repair(false, 0, Optional.of(ANOTHER));
      }
      RestoreReport report =
          new Restorer(store, options, RestoreListener.SILENT).restore(domain, before);
      Optional<String> trouble =
          report.restored()
              ? Optional.empty()
              : Optional.of("something else changes the directory, or holds it; see restore");
      return new Repair(report.restored(), report.plan().changes(), trouble);
    } catch (IOException e) {
      return new Repair(false, 0, Optional.of(String.valueOf(e.getMessage())));
    }
  }

  private Restoration restoration(Facts facts) throws IOException {
    Root before = facts.root(Phase.BEFORE);
    Root after = facts.root(Phase.AFTER);
    Digest is = facts.output(RunFiles.MANIFEST_AFTER);
    List<Difference> differences = new ArrayList<>();
    if (!before.equals(after)) {
      Digest was = facts.output(RunFiles.MANIFEST);
      try (InputStream wasBytes = store.open(was.hash());
          InputStream isBytes = store.open(is.hash())) {
        ManifestDiff.compare(Manifest.read(wasBytes), Manifest.read(isBytes), differences::add);
        // What was compared is trusted only now that both blobs are known to be whole.
        ByteStreams.exhaust(wasBytes);
        ByteStreams.exhaust(isBytes);
      }
    }
    List<Refused> notRehashed = facts.notRehashed();
    // What can't be read, or lies below what can't be listed, is not known to be removed.
    differences.removeIf(
        difference ->
            difference.change() == Difference.Change.REMOVED
                && notRehashed.stream()
                    .anyMatch(refused -> difference.path().isUnder(refused.path())));
    return new Restoration(before, after, is.hash(), differences, notRehashed);
  }

  private Map<String, Long> timings(Facts facts) {
    Map<String, Long> timings = new LinkedHashMap<>();
    timings.put("root_before", since(facts.rootKnownAt(Phase.BEFORE)));
    timings.put("root_after", since(facts.rootKnownAt(Phase.AFTER)));
    timings.put("total", since(System.currentTimeMillis()));
    return timings;
  }

  /** Clocks of two machines may differ by more than a step takes. */
  private long since(long millis) {
    return Math.max(0, millis - plan.startedAt());
  }
}
