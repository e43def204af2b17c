package io.catalytic.restore;

import io.catalytic.domain.Domain;
import io.catalytic.domain.Handle;
import io.catalytic.domain.OrderedWalk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Grows a random tree, and does random damage to it. Paths are Latin-1 text of raw bytes. */
final class RandomTree {
  /** Names that stand close to a slash in order, are not UTF-8, long, or look like options. */
  private static final List<String> NAMES =
      List.of(
          "a",
          "a-",
          "a.b",
          "a0",
          "b",
          "B",
          "-rf",
          "n\nl",
          "\u00ff\u00fe",
          "%41",
          " ",
          "\\x",
          "\u00c3\u00a9",
          "e\u00cc\u0081",
          "...",
          "x".repeat(255));

  private static final int[] FILE_MODES =
      Tree.isRoot()
          ? new int[] {0644, 0600, 0755, 0444, 0, 04755, 02711, 0777}
          : new int[] {0644, 0600, 0755, 04755, 02711, 0777};
  private static final int[] DIRECTORY_MODES =
      Tree.isRoot()
          ? new int[] {0755, 0700, 0555, 0, 01777, 02775, 0500}
          : new int[] {0755, 0700, 01777, 02775};
  private static final List<String> TARGETS =
      List.of("a", "..", "a//b/", "/nowhere", ".", "n\nl", "\u00ff", "../../../../etc/passwd");

  private final Path directory;
  private final Random random;

  RandomTree(Path directory, Random random) {
    this.directory = directory;
    this.random = random;
  }

  void grow() throws IOException {
    Files.createDirectories(directory);
    int size = random.nextInt(30);
    for (int i = 0; i < size; i++) {
      add();
    }
    chmodSome();
  }

  /** Does between one and eight damages, of which some may undo others. */
  void damage() throws IOException {
    for (int i = random.nextInt(8); i >= 0; i--) {
      List<String> paths = paths();
      String path = paths.get(random.nextInt(paths.size()));
      switch (random.nextInt(9)) {
        case 0 -> edit(path);
        case 1 -> truncate(path);
        case 2 -> chmod(path);
        case 3 -> delete(path);
        case 4, 5 -> add();
        case 6 -> retarget(path);
        case 7 -> rename(path, paths);
        default -> swap(path);
      }
    }
  }

  private Path file(String path) {
    return Tree.file(directory, path);
  }

  private void add() throws IOException {
    List<String> directories = new ArrayList<>();
    for (String path : paths()) {
      if (isDirectory(path)) {
        directories.add(path);
      }
    }
    String parent = directories.get(random.nextInt(directories.size()));
    String name = NAMES.get(random.nextInt(NAMES.size()));
    String path = parent.isEmpty() ? name : parent + "/" + name;
    if (path.length() < 1000 && !exists(path)) {
      make(path);
    }
  }

  private void make(String path) throws IOException {
    switch (random.nextInt(4)) {
      case 0 -> Files.createDirectory(file(path));
      case 1 -> link(path);
      default -> {
        Files.write(file(path), content());
        Tree.chmod(FILE_MODES[random.nextInt(FILE_MODES.length)], file(path));
      }
    }
  }

  private byte[] content() {
    byte[] content = new byte[random.nextInt(4) * random.nextInt(500)];
    random.nextBytes(content);
    return content;
  }

  private void link(String path) throws IOException {
    int slash = path.lastIndexOf('/');
    Path parent = slash < 0 ? directory : file(path.substring(0, slash));
    String target = TARGETS.get(random.nextInt(TARGETS.size()));
    try (Handle handle = Handle.of(parent)) {
      handle.makeLink(latin(path.substring(slash + 1)), latin(target));
    }
  }

  private static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private void edit(String path) throws IOException {
    if (isFile(path)) {
      byte[] content = Files.readAllBytes(file(path));
      if (content.length > 0) {
        content[random.nextInt(content.length)]++; // the size stays
      }
      Files.write(file(path), content);
    }
  }

  private void truncate(String path) throws IOException {
    if (isFile(path)) {
      byte[] content = Files.readAllBytes(file(path));
      Files.write(file(path), Arrays.copyOf(content, content.length / 2));
    }
  }

  private void chmodSome() throws IOException {
    for (String path : paths()) {
      if (random.nextInt(3) == 0) {
        chmod(path);
      }
    }
  }

  private void chmod(String path) throws IOException {
    if (isDirectory(path)) {
      Tree.chmod(DIRECTORY_MODES[random.nextInt(DIRECTORY_MODES.length)], file(path));
    } else if (isFile(path)) {
      Tree.chmod(FILE_MODES[random.nextInt(FILE_MODES.length)], file(path));
    }
  }

  private void delete(String path) throws IOException {
    if (!path.isEmpty()) {
      deleteAll(file(path));
    }
  }

  private void retarget(String path) throws IOException {
    if (Files.isSymbolicLink(file(path))) {
      Files.delete(file(path));
      link(path);
    }
  }

  private void rename(String path, List<String> paths) throws IOException {
    String to = paths.get(random.nextInt(paths.size())) + "~";
    if (!path.isEmpty() && !to.startsWith(path) && !exists(to) && to.length() < 200) {
      Files.move(file(path), file(to));
    }
  }

  private void swap(String path) throws IOException {
    if (!path.isEmpty()) {
      deleteAll(file(path));
      make(path);
      if (isDirectory(path)) {
        Files.createFile(file(path + "/inside"));
      }
    }
  }

  private boolean exists(String path) {
    return Files.exists(file(path), LinkOption.NOFOLLOW_LINKS);
  }

  private boolean isFile(String path) {
    return Files.isRegularFile(file(path), LinkOption.NOFOLLOW_LINKS);
  }

  private boolean isDirectory(String path) {
    return Files.isDirectory(file(path), LinkOption.NOFOLLOW_LINKS);
  }

  private List<String> paths() throws IOException {
    List<String> paths = new ArrayList<>();
    new OrderedWalk(Domain.of(directory, List.of()))
        .forEachRemaining(sighting -> paths.add(Tree.latin(sighting.path())));
    return paths;
  }

  static void deleteAll(Path path) throws IOException {
    Files.walkFileTree(
        path,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes attributes)
              throws IOException {
            Tree.chmod(0700, visited);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, IOException e)
              throws IOException {
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
