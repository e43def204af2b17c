package io.catalytic.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.common.collect.Sets;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trees and rules made at random, asked of the real git. */
class GitAgreesTest {
  private static final String[] NAMES = {
    "a", "b", "ab", "abc", "a.b", "x.py", "build", "!a", "#a", "a b", "a ", "[a]", "a*", "a-b",
    "\\a"
  };
  private static final String[] PIECES = {
    "a",
    "b",
    "c",
    "ab",
    "*",
    "*",
    "**",
    "/",
    "/",
    "/",
    "?",
    "[a-c]",
    "[!a]",
    "[^b]",
    "[]a]",
    "[[:alpha:]]",
    "[[:digit:]x]",
    "[c-a]",
    "[a",
    "\\",
    "\\*",
    "\\ ",
    " ",
    "!",
    "#",
    ".py",
    ".",
    "build",
    "**/",
    "/**",
    "-",
    "[a-]",
    "[[:nope:]]",
    "[\\a]",
    "é"
  };

  private final Path root;

  GitAgreesTest(@TempDir Path root) {
    this.root = root;
  }

  @Test
  void whateverGitIgnoresIsIgnoredAndNothingElse() throws Exception {
    assumeTrue(gitIsHere());
    int all = 0;
    int ignored = 0;
    for (long seed = 1; seed <= Integer.getInteger("catalytic.test.trees", 40); seed++) {
      Path tree = Files.createDirectory(root.resolve(String.valueOf(seed)));
      makeRepository(tree, new Random(seed));
      List<String> paths = paths(tree);
      Set<String> byGit = checkIgnore(tree, paths);
      IgnoreRules rules = new IgnoreRules(tree, true, true);
      Set<String> byUs = new TreeSet<>();
      for (String path : paths) {
        if (rules.isIgnored(path, Files.isDirectory(tree.resolve(path)))) {
          byUs.add(path);
        }
      }
      assertThat(Sets.difference(byGit, byUs)).as("tree %s: by git alone", seed).isEmpty();
      assertThat(Sets.difference(byUs, byGit)).as("tree %s: by us alone", seed).isEmpty();
      all += paths.size();
      ignored += byGit.size();
    }
    assertThat(ignored).as("of %s paths", all).isBetween(all / 10, all - all / 10);
  }

  private static void makeRepository(Path tree, Random random) throws Exception {
    git(tree, "init", "-q", ".");
    git(tree, "config", "core.excludesFile", "/dev/null");
    makeTree(tree, random, 0);
    Files.writeString(tree.resolve(".git/info/exclude"), rules(random, 3));
  }

  private static void makeTree(Path directory, Random random, int depth) throws IOException {
    if (random.nextInt(3) > 0) {
      Files.writeString(directory.resolve(".gitignore"), rules(random, 5));
    }
    for (String name : NAMES) {
      if (depth < 3 && random.nextInt(4) == 0) {
        makeTree(Files.createDirectory(directory.resolve(name)), random, depth + 1);
      } else if (random.nextBoolean()) {
        Files.createFile(directory.resolve(name));
      }
    }
  }

  private static String rules(Random random, int most) {
    StringBuilder text = new StringBuilder();
    for (int line = random.nextInt(most); line >= 0; line--) {
      if (random.nextInt(4) == 0) {
        text.append('!');
      }
      if (random.nextInt(3) > 0) {
        text.append(NAMES[random.nextInt(NAMES.length)]);
      }
      for (int piece = random.nextInt(5); piece >= 0; piece--) {
        text.append(PIECES[random.nextInt(PIECES.length)]);
      }
      text.append(random.nextInt(8) == 0 ? "\r\n" : "\n");
    }
    return text.toString();
  }

  private static List<String> paths(Path tree) throws IOException {
    try (Stream<Path> walk = Files.walk(tree)) {
      return walk.map(path -> tree.relativize(path).toString())
          .filter(path -> !path.isEmpty() && !path.equals(".git") && !path.startsWith(".git/"))
          .sorted()
          .toList();
    }
  }

  private static Set<String> checkIgnore(Path tree, List<String> paths) throws Exception {
    Process git =
        process(tree, "check-ignore", "--no-index", "--stdin", "-z")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .redirectOutput(tree.resolve(".git/out").toFile())
            .start();
    try (OutputStream in = git.getOutputStream()) {
      in.write(String.join("\0", paths).getBytes(StandardCharsets.UTF_8));
      in.write(0);
    }
    assertThat(git.waitFor()).isLessThan(2);
    String out = Files.readString(tree.resolve(".git/out"));
    return new TreeSet<>(Stream.of(out.split("\0")).filter(path -> !path.isEmpty()).toList());
  }

  private static boolean gitIsHere() throws InterruptedException {
    try {
      return new ProcessBuilder("git", "--version").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static void git(Path tree, String... arguments) throws Exception {
    assertThat(process(tree, arguments).inheritIO().start().waitFor()).isZero();
  }

  private static ProcessBuilder process(Path tree, String... arguments) {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).directory(tree.toFile());
  }
}
