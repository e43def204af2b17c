package io.catalytic.store.disk;

import io.catalytic.store.RefName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds what lies in {@code tmp/}, {@code condemned/} and {@code refs/} and was not put there by
 * this program. It is named and left alone: nobody knows whose it is. Immutable.
 */
final class Strays {

  /** So many are named in one sentence. */
  private static final int SHOWN = 3;

  private final StoreLayout layout;
  private final Disk disk;
  private final Condemned condemned;

  /**
   * A file or directory that does not belong.
   *
   * @param path where it is
   * @param what why it does not, in words
   */
  record Stray(Path path, String what) {}

  Strays(StoreLayout layout, Disk disk, Condemned condemned) {
    this.layout = layout;
    this.disk = disk;
    this.condemned = condemned;
  }

  /** Returns all there are. */
  List<Stray> find() throws IOException {
    List<Stray> strays = new ArrayList<>();
    for (String name : TempSpace.strays(layout.tmp(), disk)) {
      strays.add(new Stray(layout.tmp().resolve(name), "not the name of a writer's place"));
    }
    for (Path path : condemned.strays()) {
      strays.add(new Stray(path, "nothing that a cleaning has set aside"));
    }
    findRefs(layout.refs(), strays);
    return strays;
  }

  private void findRefs(Path directory, List<Stray> strays) throws IOException {
    for (String name : disk.list(directory)) {
      Path path = directory.resolve(name);
      if (!RefName.isPart(name)) {
        strays.add(
            new Stray(path, "no ref: a name is made of A-Z a-z 0-9 . _ - and begins with no dot"));
      } else if (disk.isDirectory(path)) {
        findRefs(path, strays);
      }
    }
  }

  /** Says in a sentence how many there are, and which are the first; empty if there are none. */
  Optional<String> inShort() throws IOException {
    List<String> names = find().stream().map(stray -> layout.name(stray.path())).toList();
    if (names.isEmpty()) {
      return Optional.empty();
    }
    int more = names.size() - SHOWN;
    return Optional.of(
        layout.root()
            + ": left alone what does not belong there: "
            + String.join(", ", names.subList(0, Math.min(SHOWN, names.size())))
            + (more > 0 ? " and " + more + " more; store fsck names all of them" : ""));
  }
}
