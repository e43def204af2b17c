package io.catalytic.store.disk;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * What a disk may hold after the power was cut: everything that was forced, and of the rest
 * nothing, all, or anything between.
 *
 * <p>More hostile than real file systems: every name that was added to or removed from a directory
 * since that was forced may be lost or kept by itself, so that a file that was moved may be at both
 * places or at none; and what a file holds beyond what was forced may be cut anywhere, or be zeros.
 */
final class PowerCut {

  /** What becomes of that which was not forced. */
  enum Fate {
    /** All of it is lost. */
    LOST,
    /** All of it was written. */
    KEPT,
    /** The names were written, the bytes not. */
    NAMES_ONLY,
    /** Each thing has a fate of its own. */
    MIXED
  }

  private sealed interface Node permits File, Directory {}

  private static final class File implements Node {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int forced;
  }

  private static final class Directory implements Node {
    private final Map<String, Node> forced = new HashMap<>();
    private final Map<String, Node> now = new HashMap<>();
    private final List<Change> pending = new ArrayList<>();

    void put(String name, @Nullable Node node) {
      pending.add(new Change(name, node));
      apply(now, name, node);
    }

    void force() {
      forced.clear();
      forced.putAll(now);
      pending.clear();
    }
  }

  private record Change(String name, @Nullable Node node) {}

  private final Path root;
  private final Directory top = new Directory();

  /** Starts with an empty directory at this path. */
  PowerCut(Path root) {
    this.root = root;
  }

  private static void apply(Map<String, Node> names, String name, @Nullable Node node) {
    if (node == null) {
      names.remove(name);
    } else {
      names.put(name, node);
    }
  }

  /** Plays the next step. */
  void play(RecordingDisk.Step step) {
    if (step instanceof RecordingDisk.Step.Create create) {
      parent(create.file()).put(name(create.file()), new File());
    } else if (step instanceof RecordingDisk.Step.Write write) {
      file(write.file()).bytes.writeBytes(write.bytes().array());
    } else if (step instanceof RecordingDisk.Step.Force force) {
      File file = file(force.file());
      file.forced = file.bytes.size();
    } else if (step instanceof RecordingDisk.Step.Rename rename) {
      Node node = node(rename.from());
      parent(rename.from()).put(name(rename.from()), null);
      parent(rename.to()).put(name(rename.to()), node);
    } else if (step instanceof RecordingDisk.Step.MakeDirectory make) {
      parent(make.directory()).put(name(make.directory()), new Directory());
    } else if (step instanceof RecordingDisk.Step.ForceDirectory force) {
      ((Directory) node(force.directory())).force();
    } else if (step instanceof RecordingDisk.Step.Delete delete) {
      parent(delete.path()).put(name(delete.path()), null);
    }
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName());
  }

  private Directory parent(Path path) {
    return (Directory) node(path.resolveSibling(""));
  }

  private File file(Path path) {
    return (File) node(path);
  }

  private Node node(Path path) {
    Node node = top;
    if (!path.equals(root)) {
      for (Path part : root.relativize(path)) {
        node = ((Directory) node).now.get(part.toString());
        if (node == null) {
          throw new IllegalStateException("no such path: " + path);
        }
      }
    }
    return node;
  }

  /** Writes what is left after a cut right now to a directory that is not there yet. */
  void cut(Path target, Fate fate, Random random) throws IOException {
    write(top, target, fate, random);
  }

  private static void write(Node node, Path target, Fate fate, Random random) throws IOException {
    if (node instanceof File file) {
      Files.write(target, left(file, fate, random));
      return;
    }
    Directory directory = (Directory) node;
    Files.createDirectory(target);
    Map<String, Node> names = new HashMap<>(directory.forced);
    for (Change change : directory.pending) {
      if (fate == Fate.KEPT
          || fate == Fate.NAMES_ONLY
          || (fate == Fate.MIXED && random.nextBoolean())) {
        apply(names, change.name(), change.node());
      }
    }
    for (Map.Entry<String, Node> entry : names.entrySet()) {
      write(entry.getValue(), target.resolve(entry.getKey()), fate, random);
    }
  }

  private static byte[] left(File file, Fate fate, Random random) {
    byte[] all = file.bytes.toByteArray();
    int rest = all.length - file.forced;
    return switch (fate) {
      case KEPT -> all;
      case LOST, NAMES_ONLY -> Arrays.copyOf(all, file.forced);
      case MIXED -> {
        byte[] torn = Arrays.copyOf(all, file.forced + random.nextInt(rest + 1));
        yield random.nextBoolean() ? torn : Arrays.copyOf(torn, all.length);
      }
    };
  }
}
