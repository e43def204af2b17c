package io.catalytic.restore;

import io.catalytic.domain.Domain;
import io.catalytic.domain.FileStamp;
import io.catalytic.domain.Handle;
import io.catalytic.domain.RawPath;
import io.catalytic.domain.Refused;
import io.catalytic.domain.SnapshotIndex;
import io.catalytic.store.ObjectStore;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Restores directories. Thread-safe; but one directory is restored by one at a time. */
public final class Restorer {
  private final ObjectStore store;
  private final RestoreOptions options;
  private final RestoreListener listener;
  private final Probe probe;

  /** Finds out which names a directory takes for the same. */
  interface Probe {
    NameFolding of(Handle directory) throws IOException;
  }

  /**
   * Restores from a store.
   *
   * @param store has the manifests and the contents
   */
  public Restorer(ObjectStore store, RestoreOptions options, RestoreListener listener) {
    this(store, options, listener, NameFolding::probe);
  }

  /** Restores onto a file system that is told, not asked, what it does with names. */
  Restorer(ObjectStore store, RestoreOptions options, RestoreListener listener, Probe probe) {
    this.probe = probe;
    this.store = store;
    this.options = options;
    this.listener = listener;
  }

  /**
   * Returns what {@link #restore} would do, and changes nothing.
   *
   * @throws RestoreRefusedException if it would refuse to begin
   */
  public RestorePlan plan(Domain domain, SnapshotIndex.Known snapshot) throws IOException {
    if (isAbsent(domain)) {
      return prepare(domain, Optional.empty(), snapshot).plan();
    }
    try (Handle root = Handle.of(domain.path())) {
      return prepare(domain, Optional.of(root), snapshot).plan();
    }
  }

  /**
   * Reads a whole directory, which may be gone, and returns how it differs from a snapshot; changes
   * nothing. Paths are left out as by {@link #restore}.
   *
   * @return a report without any step
   * @throws IOException also if the manifest is damaged, or a file keeps changing while it is read
   */
  public RestoreReport compare(Domain domain, SnapshotIndex.Known snapshot) throws IOException {
    SnapshotManifest manifest = new SnapshotManifest(snapshot, store);
    manifest.verify(entry -> {});
    return new Proof(domain.leavingOut(snapshot.leftOut()), options.threads(), listener)
        .of(manifest, new RestorePlan(List.of(), Set.of()), List.of());
  }

  /**
   * Puts a directory, which may be yet to be made, back into the state of a snapshot.
   *
   * <p>Paths that this program left out of the snapshot, or leaves out of the domain, are not
   * touched. If it fails, or is killed, what was changed is whole, and the same call goes on. What
   * stands in the place of the directory itself goes if surplus paths do.
   *
   * @return what was done; whether the directory has the root then is in it, too
   * @throws RestoreRefusedException if it can't be done; nothing was changed
   * @throws IOException if the disk or the store fails, a manifest is damaged, or another process
   *     restores the same directory
   */
  public RestoreReport restore(Domain domain, SnapshotIndex.Known snapshot) throws IOException {
    if (isDirectory(domain) || !(isAbsent(domain) || options.delete())) {
      try (Handle root = Handle.of(domain.path())) {
        return restore(domain, snapshot, root);
      }
    }
    Preparation preparation = prepare(domain, Optional.empty(), snapshot);
    if (!isAbsent(domain)) {
      Files.delete(domain.path()); // a link, not what it leads to; or a file
      preparation = prepare(domain, Optional.empty(), snapshot);
    }
    Files.createDirectory(
        domain.path(),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    try (Handle root = Handle.of(domain.path())) {
      return change(root, preparation, new DirectoryModes(root));
    } catch (RestoreRefusedException e) {
      Files.delete(domain.path());
      throw e;
    }
  }

  private RestoreReport restore(Domain domain, SnapshotIndex.Known snapshot, Handle root)
      throws IOException {
    DirectoryModes modes = new DirectoryModes(root);
    Preparation preparation;
    try {
      preparation = prepare(domain, Optional.of(root), snapshot);
      Set<RawPath> opened = new HashSet<>();
      while (!preparation.plan().closed().isEmpty()) {
        if (!opened.addAll(preparation.plan().closed())) {
          throw new IOException("can't be listed even by their owner: " + opened);
        }
        openUp(root, preparation.plan().closed(), modes);
        preparation = prepare(domain, Optional.of(root), snapshot);
      }
    } catch (IOException | RuntimeException e) {
      modes.close();
      throw e;
    }
    return change(root, preparation, modes);
  }

  private static boolean isDirectory(Domain domain) {
    return Files.isDirectory(domain.path(), LinkOption.NOFOLLOW_LINKS);
  }

  private static boolean isAbsent(Domain domain) {
    return !Files.exists(domain.path(), LinkOption.NOFOLLOW_LINKS);
  }

  private Preparation prepare(Domain domain, Optional<Handle> root, SnapshotIndex.Known snapshot)
      throws IOException {
    return Preparation.of(domain, root, snapshot, store, options, listener);
  }

  private static void openUp(Handle root, Set<RawPath> closed, DirectoryModes modes)
      throws IOException {
    try (TreeCursor cursor = new TreeCursor(root, modes)) {
      for (RawPath path : closed) {
        modes.openUp(path, cursor.toSearch(path));
      }
    }
  }

  private RestoreReport change(Handle root, Preparation preparation, DirectoryModes modes)
      throws IOException {
    RestorePlan plan = preparation.plan();
    List<Refused> disturbed = new ArrayList<>();
    if (plan.changes() > 0 || !preparation.leftovers().isEmpty() || !modes.isEmpty()) {
      listener.begins(RestoreListener.Phase.CHANGE, plan.changes(), plan.bytes());
      try (modes) {
        disturbed.addAll(carryOut(root, preparation, modes));
      }
      disturbed.addAll(modes.gone());
      root.sync();
    }
    Domain scope = preparation.scope();
    if (!FileStamp.of(scope.path()).sameFile(root.stamp())) {
      throw new IOException(
          scope.directory() + " is another directory than when its restoration began");
    }
    return new Proof(scope, options.threads(), listener)
        .of(preparation.manifest(), plan, disturbed);
  }

  private List<Refused> carryOut(Handle root, Preparation preparation, DirectoryModes modes)
      throws IOException {
    try (TreeCursor cursor = new TreeCursor(root, modes)) {
      cursor.toChange(RawPath.ROOT);
    }
    Domain scope = preparation.scope();
    try (Staging staging = stage(scope, root)) {
      staging.sweep(scope, preparation.ownNames()::contains);
      refuseCollisions(preparation, probe.of(staging.directory()));
      Changes changes = new Changes(root, staging, store, listener, modes);
      try {
        changes.make(preparation.plan());
      } catch (IOException e) {
        throw stopped(scope, changes, preparation.plan(), e);
      }
      return changes.disturbed();
    }
  }

  private static Staging stage(Domain domain, Handle root) throws IOException {
    try {
      return Staging.make(root);
    } catch (FileSystemException e) {
      throw new IOException(
          domain.directory() + " can't be written to (" + reason(e) + "); nothing was changed", e);
    }
  }

  private static void refuseCollisions(Preparation preparation, NameFolding folding)
      throws IOException {
    if (folding.isNone()) {
      return;
    }
    NameFolding.Collisions collisions = new NameFolding.Collisions(folding);
    preparation.manifest().verify(collisions);
    if (!collisions.found().isEmpty()) {
      throw new RestoreRefusedException(
          preparation.scope(),
          "this file system takes different names of the snapshot for the same",
          collisions.found());
    }
  }

  private static IOException stopped(
      Domain domain, Changes changes, RestorePlan plan, IOException cause) {
    String path = changes.at().isRoot() ? "." : changes.at().display();
    return new IOException(
        "restoring "
            + domain.directory()
            + " stopped at "
            + path
            + " after "
            + changes.done()
            + " of "
            + plan.changes()
            + " changes: "
            + reason(cause)
            + "; what was changed is whole, and the same call goes on from there",
        cause);
  }

  /** The file in such an exception is one that only this process can name. */
  private static String reason(IOException cause) {
    if (cause instanceof FileSystemException file) {
      return file.getReason() != null ? file.getReason() : file.getClass().getSimpleName();
    }
    return String.valueOf(cause.getMessage());
  }
}
