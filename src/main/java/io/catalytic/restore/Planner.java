package io.catalytic.restore;

import io.catalytic.domain.Domain;
import io.catalytic.domain.Entry;
import io.catalytic.domain.Found;
import io.catalytic.domain.RawPath;
import io.catalytic.domain.Sighting;
import io.catalytic.merkle.EntryType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes the plan: compares, and decides about each path that differs. */
final class Planner {
  private static final String SURPLUS = "is not in the snapshot; --delete removes it";

  private final Domain domain;
  private final RestoreOptions options;
  private final List<Step> steps = new ArrayList<>();

  /** Directories that can't be listed and are not to stay as they are. */
  private final Set<RawPath> closed = new HashSet<>();

  /** Directories of the snapshot that can't be made, since what is there stays. */
  private final Set<RawPath> blocked = new HashSet<>();

  /** The directories above what stays: they can't go. */
  private final Set<RawPath> holding = new HashSet<>();

  Planner(Domain domain, RestoreOptions options) {
    this.domain = domain;
    this.options = options;
  }

  /**
   * Makes the plan.
   *
   * @throws io.catalytic.domain.UnstableEntryException if a file keeps changing while it is read
   */
  RestorePlan plan(SnapshotManifest manifest, RestoreListener listener) throws IOException {
    Comparison comparison = new Comparison(domain, listener, Planner::mayBeEqual);
    manifest.read(
        entries -> {
          comparison.run(entries, options.threads(), this::decide);
          return steps;
        });
    return new RestorePlan(steps.stream().map(this::unlessHolding).toList(), closed);
  }

  /** Reading a file tells nothing new if it has another size, or is to go anyway. */
  private static boolean mayBeEqual(Optional<Entry> wanted, Found found) {
    return wanted.isPresent()
        && wanted.get().type() == found.type()
        && (found.type() != EntryType.FILE || wanted.get().content().size() == found.fileBytes());
  }

  private void decide(Comparison.Pair pair) {
    Sighting sighting = pair.sighting().orElse(null);
    Entry wanted = pair.wanted().orElse(null);
    if (wanted == null) {
      if (sighting != null) {
        surplus(sighting);
      }
    } else if (!wanted.path().isRoot() && blocked.contains(wanted.path().parent())) {
      block(wanted, "lies in what is not a directory now");
    } else if (sighting == null) {
      steps.add(new Step.Put(wanted, Optional.empty()));
    } else if (sighting.isDirectory() && sighting.refusal().isPresent()) {
      decideClosed(wanted, sighting);
    } else if (sighting.stamp().type().isEmpty() && !options.delete()) {
      block(wanted, sighting.refusal().orElseThrow() + "; --delete removes it");
    } else if (!pair.present().equals(pair.wanted())) {
      decideChanged(wanted, sighting, pair.present());
    }
  }

  private void surplus(Sighting sighting) {
    if (!options.delete()) {
      leave(sighting.path(), SURPLUS);
      return;
    }
    if (sighting.isDirectory() && sighting.refusal().isPresent()) {
      closed.add(sighting.path());
    }
    steps.add(new Step.Remove(sighting.path(), sighting.stamp()));
  }

  private void decideClosed(Entry wanted, Sighting sighting) {
    if (wanted.type() == EntryType.DIRECTORY) {
      steps.add(new Step.SetMode(wanted, sighting.stamp()));
      closed.add(wanted.path());
    } else if (options.delete()) {
      steps.add(new Step.Put(wanted, Optional.of(sighting.stamp())));
      closed.add(wanted.path());
    } else {
      leave(wanted.path(), "is a directory that can't be listed; --delete removes it");
    }
  }

  private void decideChanged(Entry wanted, Sighting sighting, Optional<Entry> present) {
    boolean onlyMode =
        present
            .filter(entry -> entry.type() == wanted.type())
            .filter(entry -> entry.content().equals(wanted.content()))
            .isPresent();
    steps.add(
        onlyMode
            ? new Step.SetMode(wanted, sighting.stamp())
            : new Step.Put(wanted, Optional.of(sighting.stamp())));
  }

  private void block(Entry wanted, String reason) {
    leave(wanted.path(), reason);
    if (wanted.type() == EntryType.DIRECTORY) {
      blocked.add(wanted.path());
    }
  }

  private void leave(RawPath path, String reason) {
    steps.add(new Step.Leave(path, reason));
    hold(path);
  }

  /** Tells that something below stays, so that no directory above it can go. */
  void hold(RawPath path) {
    RawPath above = path;
    while (!above.isRoot() && holding.add(above.parent())) {
      above = above.parent();
    }
  }

  private Step unlessHolding(Step step) {
    if (!holding.contains(step.path())) {
      return step;
    }
    if (step instanceof Step.Remove remove) {
      return new Step.Leave(remove.path(), "holds what is left out of the snapshot");
    }
    if (step instanceof Step.Put put && put.replacesDirectory()) {
      return new Step.Leave(
          put.path(),
          "is a directory where the snapshot has a "
              + put.entry().type().wireName()
              + "; --delete removes what is in it");
    }
    return step;
  }
}
