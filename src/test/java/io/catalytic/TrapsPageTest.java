package io.catalytic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** {@code docs/traps.md} names tests that exist. */
class TrapsPageTest {
  private static final Pattern NAMED = Pattern.compile("`([a-z]+\\.\\w+)#(\\w+)`");
  private static final Pattern OF_ALL = Pattern.compile("\\*\\*All\\*\\* \\(`(\\w+)`\\)");
  private static final List<Class<? extends Annotation>> TESTS =
      List.of(Test.class, ParameterizedTest.class);

  @Test
  void everyTestThatThePageNamesIsOne() throws IOException {
    List<String> named =
        NAMED
            .matcher(Files.readString(Path.of("docs/traps.md")))
            .results()
            .map(match -> match.group(1) + "#" + match.group(2))
            .toList();
    assertThat(named).hasSizeGreaterThan(15).allMatch(TrapsPageTest::isTest);
  }

  /** Every row of the table ends in what shows it. */
  @Test
  void everyTrapHasATest() throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("docs/traps.md"))) {
      List<String> rows = lines.filter(line -> line.startsWith("| ")).skip(1).toList();
      assertThat(rows)
          .hasSizeGreaterThan(12)
          .allMatch(row -> NAMED.matcher(row).find() || OF_ALL.matcher(row).find());
    }
  }

  @Test
  void thePageTellsOfEveryTrapThatAllCommandsAreTriedOn() throws Exception {
    List<String> told =
        OF_ALL
            .matcher(Files.readString(Path.of("docs/traps.md")))
            .results()
            .map(match -> match.group(1))
            .toList();
    assertThat(told)
        .hasSize(9)
        .hasSameElementsAs(
            Stream.of(Class.forName("io.catalytic.cli.Trap").getEnumConstants())
                .map(Object::toString)
                .toList());
  }

  private static boolean isTest(String name) {
    String[] parts = name.split("#", -1);
    try {
      for (Method method : Class.forName("io.catalytic." + parts[0]).getDeclaredMethods()) {
        if (method.getName().equals(parts[1])
            && TESTS.stream().anyMatch(method::isAnnotationPresent)) {
          return true;
        }
      }
      return false;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }
}
