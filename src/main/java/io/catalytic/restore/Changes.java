package io.catalytic.restore;

import io.catalytic.domain.Entry;
import io.catalytic.domain.Handle;
import io.catalytic.domain.RawPath;
import io.catalytic.domain.Refused;
import io.catalytic.merkle.EntryType;
import io.catalytic.store.ObjectStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Does what a plan says. For one thread, once. */
final class Changes {
  private final Handle root;
  private final Placing placing;
  private final RestoreListener listener;
  private final List<Refused> disturbed = new ArrayList<>();

  private final DirectoryModes modes;
  private long done;
  private RawPath at = RawPath.ROOT;

  /** Prepares to change a directory. */
  Changes(
      Handle root,
      Staging staging,
      ObjectStore store,
      RestoreListener listener,
      DirectoryModes modes) {
    this.root = root;
    placing = new Placing(staging, store, listener);
    this.listener = listener;
    this.modes = modes;
  }

  /** One step, done in the directory that the path lies in. */
  private interface Change {
    void in(Handle parent, byte[] name) throws IOException;
  }

  /** Returns how many steps were done. */
  long done() {
    return done;
  }

  /** Returns the path that the last step was about. */
  RawPath at() {
    return at;
  }

  /** Returns the paths that were left alone, in the order of the steps. */
  List<Refused> disturbed() {
    return disturbed;
  }

  /** Does all steps but for the modes of directories. */
  void make(RestorePlan plan) throws IOException {
    List<Step> steps = plan.steps();
    try (TreeCursor cursor = new TreeCursor(root, modes)) {
      // A path is greater than the directory that it lies in: backwards is from the bottom up.
      for (int i = steps.size() - 1; i >= 0; i--) {
        if (steps.get(i) instanceof Step.Remove remove) {
          apply(cursor, remove.path(), (parent, name) -> remove(parent, name, remove));
        }
      }
    }
    try (TreeCursor cursor = new TreeCursor(root, modes)) {
      for (Step step : steps) {
        if (step instanceof Step.Put put) {
          put(cursor, put);
        } else if (step instanceof Step.SetMode mode) {
          setMode(cursor, mode);
        }
      }
    }
  }

  private void apply(TreeCursor cursor, RawPath path, Change change) throws IOException {
    at = path;
    listener.path(path);
    try {
      change.in(cursor.toChange(path.parent()), path.name());
      done++;
    } catch (DisturbedException e) {
      disturbed.add(new Refused(path, String.valueOf(e.getMessage())));
    }
  }

  private void put(TreeCursor cursor, Step.Put put) throws IOException {
    Entry entry = put.entry();
    if (entry.type() == EntryType.DIRECTORY) {
      modes.set(entry.path(), entry.mode());
    }
    if (entry.path().isRoot()) {
      done++;
      return; // made before there was a handle on it
    }
    apply(
        cursor,
        entry.path(),
        (parent, name) -> {
          switch (entry.type()) {
            case DIRECTORY -> placing.directory(parent, name, put.inTheWay());
            case SYMLINK -> placing.link(parent, name, entry, put.inTheWay());
            case FILE -> placing.file(parent, name, entry, put.inTheWay());
          }
          if (put.replacesDirectory()) {
            modes.forget(entry.path()); // if it was opened up
          }
        });
  }

  private void setMode(TreeCursor cursor, Step.SetMode step) throws IOException {
    Entry entry = step.entry();
    if (entry.type() == EntryType.DIRECTORY) {
      listener.path(entry.path());
      modes.set(entry.path(), entry.mode());
      done++;
      return;
    }
    apply(
        cursor,
        entry.path(),
        (parent, name) -> {
          Placing.expect(parent, name, Optional.of(step.present()));
          try (Handle file = parent.any(name)) {
            if (file.links() == 1 && file.stamp().sameFile(step.present())) {
              file.setMode(entry.mode());
              return;
            }
          }
          // Its other names are to keep the mode they have, and may lie outside.
          placing.file(parent, name, entry, Optional.of(step.present()));
        });
  }

  private void remove(Handle parent, byte[] name, Step.Remove step) throws IOException {
    Placing.expect(parent, name, Optional.of(step.present()));
    Placing.delete(parent.child(name));
    modes.forget(step.path()); // if it was opened up
  }
}
