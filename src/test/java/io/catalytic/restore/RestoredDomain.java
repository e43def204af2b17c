package io.catalytic.restore;

import io.catalytic.store.ObjectStore;
import io.catalytic.store.Stores;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;

/** A small domain, to damage and to restore. */
abstract class RestoredDomain {
  static final RestoreOptions KEEPING = RestoreOptions.DEFAULT;
  static final RestoreOptions DELETING = KEEPING.deleting(true);

  final Path temp;
  final Path dir;
  final ObjectStore store = Stores.inMemory();
  final Tree tree;

  RestoredDomain(Path temp) {
    this.temp = temp;
    dir = temp.resolve("domain");
    tree = new Tree(dir, store);
  }

  @BeforeEach
  void makeADomain() throws IOException {
    Files.createDirectories(dir.resolve("sub/empty"));
    write("a", "content of a\n");
    write("sub/b", "content of b\n");
    Files.createSymbolicLink(dir.resolve("link"), Path.of("a"));
  }

  Path write(String name, String content) throws IOException {
    return Files.writeString(dir.resolve(name), content);
  }

  static List<String> shown(RestorePlan plan) {
    return plan.steps().stream().map(step -> step.verb() + " " + step.path()).toList();
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
