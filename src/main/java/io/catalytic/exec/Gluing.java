package io.catalytic.exec;

import com.google.common.collect.AbstractIterator;
import io.catalytic.digest.Digest;
import io.catalytic.domain.Difference;
import io.catalytic.domain.Domain;
import io.catalytic.domain.Entry;
import io.catalytic.domain.EntryReader;
import io.catalytic.domain.Manifest;
import io.catalytic.domain.RawPath;
import io.catalytic.domain.Refused;
import io.catalytic.domain.RootSum;
import io.catalytic.domain.SnapshotIndex;
import io.catalytic.domain.SnapshotIndex.Known;
import io.catalytic.merkle.EntryType;
import io.catalytic.merkle.Root;
import io.catalytic.restore.RestoreReport;
import io.catalytic.selection.Globs;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.WriteBatch;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The state that a domain has to have after a command: that of before, with the changes glued in
 * that are to be kept.
 *
 * <p>What is kept is read once, into the store: what the target says is what a restoration puts
 * there, even if somebody changes it meanwhile. A kept path needs the directories that it lies in;
 * new ones stay with it. Where something else than a directory was before, it does not fit, and is
 * refused like any change that was not to be kept. Holds what differs, not what there is. For one
 * domain, once.
 */
final class Gluing {
  private final ObjectStore store;
  private final Globs keep;
  private final Known before;

  /** What there was, of the paths that differ. */
  private final Map<RawPath, Entry> was = new HashMap<>();

  /** Paths that are only there now. */
  private final Set<RawPath> added = new HashSet<>();

  /** What stays instead; empty for what stays away. */
  private final NavigableMap<RawPath, Optional<Entry>> glued = new TreeMap<>();

  /** Why a path does not stay that a glob matches. */
  private final Map<RawPath, String> unfit = new HashMap<>();

  Gluing(ObjectStore store, Globs keep, Known before) {
    this.store = store;
    this.keep = keep;
    this.before = before;
  }

  /**
   * What a command did to a domain, and what becomes of it.
   *
   * @param changes by path
   * @param target the state that the domain has to have
   */
  record Glued(List<Change> changes, Known target) {}

  /** Tells kept changes from others. */
  Glued glue(Domain domain, RestoreReport seen) throws IOException {
    List<Difference> differences = known(domain, seen);
    Known target = before;
    if (!keep.isEmpty() && !differences.isEmpty()) {
      findWhatWas(differences);
      try (WriteBatch batch = store.begin()) {
        EntryReader reader = new EntryReader(domain, (path, bytes, size) -> batch.put(bytes));
        for (Difference difference : differences) {
          if (isWanted(difference.path(), true)) {
            keep(difference, reader);
          }
        }
        batch.commit();
      }
      target = glued.isEmpty() ? before : writeTarget();
    }
    return new Glued(changes(differences, seen.refused()), target);
  }

  /**
   * Returns the differences but for what is not known to be gone: its directory can't be listed.
   */
  private static List<Difference> known(Domain domain, RestoreReport seen) {
    Set<RawPath> closed = new HashSet<>();
    for (Refused refused : seen.refused()) {
      if (Files.isDirectory(domain.file(refused.path()), LinkOption.NOFOLLOW_LINKS)) {
        closed.add(refused.path());
      }
    }
    return seen.differences().stream()
        .filter(
            difference ->
                difference.change() != Difference.Change.REMOVED
                    || !liesIn(closed, difference.path()))
        .toList();
  }

  private static boolean liesIn(Set<RawPath> directories, RawPath path) {
    RawPath above = path;
    while (!above.isRoot()) {
      above = above.parent();
      if (directories.contains(above)) {
        return true;
      }
    }
    return false;
  }

  private boolean isWanted(RawPath path, boolean directory) {
    return keep.matchesPath(path.utf8().orElseGet(path::display), directory);
  }

  private void findWhatWas(List<Difference> differences) throws IOException {
    Set<RawPath> paths = new HashSet<>();
    for (Difference difference : differences) {
      paths.add(difference.path());
      if (difference.change() == Difference.Change.ADDED) {
        added.add(difference.path());
      }
    }
    try (InputStream manifest = store.open(before.manifest().hash())) {
      Iterator<Entry> entries = Manifest.read(manifest);
      while (entries.hasNext()) {
        Entry entry = entries.next();
        if (paths.contains(entry.path())) {
          was.put(entry.path(), entry);
        }
      }
    } catch (UncheckedIOException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private void keep(Difference difference, EntryReader reader) throws IOException {
    RawPath path = difference.path();
    Optional<Entry> is =
        difference.change() == Difference.Change.REMOVED ? Optional.empty() : reader.read(path);
    boolean directory = isDirectory(is) || isDirectory(Optional.ofNullable(was.get(path)));
    if (!isWanted(path, directory)) {
      return;
    }
    if (path.isRoot() && !isDirectory(is)) {
      unfit.put(path, "can't be kept: the domain's own directory always comes back");
      return;
    }
    if (is.isPresent() && !holdOn(path, reader)) {
      unfit.put(path, "can't be kept: where its directory is, something else has to come back");
      return;
    }
    glued.put(path, is);
  }

  /** Keeps new directories above a path; returns whether all above will be directories. */
  private boolean holdOn(RawPath path, EntryReader reader) throws IOException {
    List<RawPath> above = new ArrayList<>();
    for (RawPath at = path; !at.isRoot() && !at.parent().isRoot(); at = at.parent()) {
      above.add(0, at.parent());
    }
    NavigableMap<RawPath, Optional<Entry>> needed = new TreeMap<>();
    for (RawPath directory : above) {
      Optional<Entry> old = Optional.ofNullable(was.get(directory));
      if (glued.containsKey(directory)) {
        if (!isDirectory(glued.get(directory))) {
          return false;
        }
      } else if (old.isPresent()) {
        if (!isDirectory(old)) {
          return false;
        }
      } else if (added.contains(directory)) {
        Optional<Entry> is = reader.read(directory);
        if (!isDirectory(is)) {
          return false;
        }
        needed.put(directory, is);
      }
    }
    glued.putAll(needed);
    return true;
  }

  private static boolean isDirectory(Optional<Entry> entry) {
    return entry.filter(any -> any.type() == EntryType.DIRECTORY).isPresent();
  }

  private Known writeTarget() throws IOException {
    Digest manifest;
    Root root;
    try (InputStream bytes = store.open(before.manifest().hash());
        RootSum sum = new RootSum();
        WriteBatch batch = store.begin()) {
      manifest = batch.put(Manifest.write(new Merged(Manifest.read(bytes), sum)));
      root = sum.root();
      batch.commit();
    } catch (UncheckedIOException e) {
      throw new IOException(e.getMessage(), e);
    }
    return new SnapshotIndex(store).addWithPages(new Known(root, manifest, before.leftOut(), true));
  }

  private List<Change> changes(List<Difference> differences, List<Refused> refused) {
    List<Change> changes = new ArrayList<>();
    for (Difference difference : differences) {
      RawPath path = difference.path();
      changes.add(
          glued.containsKey(path)
              ? Change.kept(difference, glued.getOrDefault(path, Optional.empty()))
              : Change.undone(difference, Optional.ofNullable(unfit.get(path))));
    }
    refused.forEach(path -> changes.add(Change.refused(path)));
    changes.sort(Comparator.comparing(Change::path));
    return changes;
  }

  /** The entries of before with what is glued in, in path order, counted while they are read. */
  private final class Merged extends AbstractIterator<Entry> {
    private final Iterator<Entry> old;
    private final NavigableMap<RawPath, Optional<Entry>> rest = new TreeMap<>(glued);
    private final RootSum sum;
    private @Nullable Entry ahead;

    Merged(Iterator<Entry> old, RootSum sum) {
      this.old = old;
      this.sum = sum;
      ahead = nextOld();
    }

    private @Nullable Entry nextOld() {
      return old.hasNext() ? old.next() : null;
    }

    @Override
    protected @Nullable Entry computeNext() {
      Optional<Entry> next = Optional.empty();
      while (next.isEmpty() && (ahead != null || !rest.isEmpty())) {
        next = take();
      }
      if (next.isEmpty()) {
        return endOfData();
      }
      try {
        sum.add(next.get());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return next.get();
    }

    private Optional<Entry> take() {
      Entry entry = ahead;
      Map.Entry<RawPath, Optional<Entry>> fresh = rest.firstEntry();
      int order = 1;
      if (entry != null) {
        order = fresh == null ? -1 : entry.path().compareTo(fresh.getKey());
      }
      if (order <= 0) {
        ahead = nextOld();
      }
      if (order < 0 || fresh == null) {
        return Optional.ofNullable(entry);
      }
      rest.remove(fresh.getKey());
      return fresh.getValue();
    }
  }
}
