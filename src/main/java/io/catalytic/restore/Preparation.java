package io.catalytic.restore;

import io.catalytic.digest.Digest;
import io.catalytic.domain.Domain;
import io.catalytic.domain.Entry;
import io.catalytic.domain.Handle;
import io.catalytic.domain.MountPoints;
import io.catalytic.domain.RawPath;
import io.catalytic.domain.SnapshotIndex;
import io.catalytic.merkle.EntryType;
import io.catalytic.store.ObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A plan that can be carried out, as far as can be known without changing anything.
 *
 * @param scope the domain without what the snapshot left out
 * @param manifest the snapshot's
 * @param ownNames paths of the snapshot that look like a {@link Staging}
 * @param leftovers what dead restorations left in the directory
 * @param plan what is to be done
 */
record Preparation(
    Domain scope,
    SnapshotManifest manifest,
    Set<RawPath> ownNames,
    List<RawPath> leftovers,
    RestorePlan plan) {

  /**
   * Makes the plan and checks it.
   *
   * @param root the domain's own directory, or empty if it is yet to be made
   * @throws RestoreRefusedException if it can't be carried out
   */
  static Preparation of(
      Domain domain,
      Optional<Handle> root,
      SnapshotIndex.Known known,
      ObjectStore store,
      RestoreOptions options,
      RestoreListener listener)
      throws IOException {
    listener.begins(
        RestoreListener.Phase.COMPARE, known.root().entries(), known.root().fileBytes());
    SnapshotManifest manifest = new SnapshotManifest(known, store);
    Domain scope = domain.leavingOut(known.leftOut());
    Set<RawPath> ownNames = verify(manifest, scope);
    List<RawPath> leftovers = new ArrayList<>();
    if (root.isPresent() && Files.isReadable(root.get().path())) {
      leftovers.addAll(Staging.find(root.get()));
      leftovers.removeAll(ownNames);
    }
    Planner planner = new Planner(scope.leavingOut(leftovers), options);
    for (RawPath path : scope.leftOut()) {
      if (Files.exists(scope.file(path), LinkOption.NOFOLLOW_LINKS)) {
        planner.hold(path);
      }
    }
    RestorePlan plan = planner.plan(manifest, listener);
    if (root.isPresent()) {
      refuseMounts(scope, plan, MountPoints.inside(root.get()));
    }
    refuseMissing(scope, plan, known, store);
    return new Preparation(scope, manifest, ownNames, leftovers, plan);
  }

  /** Returns paths of the manifest that look like our own. */
  private static Set<RawPath> verify(SnapshotManifest manifest, Domain scope) throws IOException {
    Set<RawPath> ownNames = new HashSet<>();
    List<String> taken = new ArrayList<>();
    manifest.verify(
        entry -> {
          if (Staging.isOneOfOurs(entry.path())) {
            ownNames.add(entry.path());
          }
          if (scope.leftOut().stream().anyMatch(entry.path()::isUnder)) {
            taken.add(entry.path().display());
          }
        });
    if (!taken.isEmpty()) {
      throw new RestoreRefusedException(
          scope, "the snapshot has paths where this program keeps its own files", taken);
    }
    return ownNames;
  }

  private static void refuseMounts(Domain scope, RestorePlan plan, Set<RawPath> mounts)
      throws IOException {
    List<String> crossing = new ArrayList<>();
    for (Step step : plan.steps()) {
      if (!(step instanceof Step.Leave)
          && mounts.stream().anyMatch(mount -> step.path().isUnder(mount))) {
        crossing.add(step.path().display());
      }
    }
    if (!crossing.isEmpty()) {
      throw new RestoreRefusedException(
          scope,
          "what differs lies on other file systems that are mounted here, and is to be restored by"
              + " itself or after they are unmounted",
          crossing);
    }
  }

  private static void refuseMissing(
      Domain scope, RestorePlan plan, SnapshotIndex.Known known, ObjectStore store)
      throws IOException {
    List<String> missing = new ArrayList<>();
    for (Step step : plan.steps()) {
      Optional<Entry> entry = needed(step);
      if (entry.isPresent()) {
        Digest content = entry.get().content();
        if (!store.find(content.hash()).equals(Optional.of(content))) {
          missing.add(step.path().display() + "  " + content.hash());
        }
      }
    }
    if (!missing.isEmpty()) {
      String why =
          known.contents()
              ? "the store has lost contents of this snapshot (see store fsck)"
              : "the snapshot was taken without --content, and the store does not have what is"
                  + " needed";
      throw new RestoreRefusedException(scope, why, missing);
    }
  }

  /** Returns the entry whose content a step needs. */
  private static Optional<Entry> needed(Step step) {
    Optional<Entry> entry = Optional.empty();
    if (step instanceof Step.Put put) {
      entry = Optional.of(put.entry());
    } else if (step instanceof Step.SetMode mode) {
      entry = Optional.of(mode.entry());
    }
    return entry.filter(any -> any.type() != EntryType.DIRECTORY);
  }
}
