package io.catalytic.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobsTest {

  @ParameterizedTest
  @CsvSource({
    "*.py,            a.py,              true",
    "*.py,            deep/in/a.py,      true",
    "*.py,            a.pyc,             false",
    "/*.py,           a.py,              true",
    "/*.py,           deep/a.py,         false",
    "./*.py,          deep/a.py,         false",
    "src/*.java,      src/A.java,        true",
    "src/*.java,      src/p/A.java,      false",
    "src/**/*.java,   src/A.java,        true",
    "src/**/*.java,   src/p/q/A.java,    true",
    "**/test/**,      test/a,            true",
    "**/test/**,      x/test/y/a,        true",
    "src,             src/p/A.java,      true",
    "src,             lib/src/A.java,    true",
    "src,             srcs/A.java,       false",
    "/src,            lib/src/A.java,    false",
    "src/,            src,               false",
    "src/,            src/a,             true",
    "a?c,             abc,               true",
    "a?c,             a/c,               false",
    "[ab].c,          b.c,               true",
    "/a[!b]c,         a/c,               false",
    "/a[!b]c,         axc,               true",
    "[!ab].c,         b.c,               false",
    "\\{x\\},         {x},               true",
    "[{],             {,                 true",
    "**,              any/thing,         true",
    "*.PY,            a.py,              false"
  })
  void globsMeanWhatIgnoreRulesMean(String glob, String path, boolean matches) {
    assertThat(Globs.compile(List.of(glob)).matches(path)).isEqualTo(matches);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "'';        0; an empty glob",
        "/;         0; an empty glob",
        "a/[bc;     2; has no \"]\"",
        "/a/[bc;    3; has no \"]\"",
        "./a/[bc;   4; has no \"]\"",
        "[a\\;      0; has no \"]\"",
        "[[:no:]];  1; no class [:no:]",
        "a\\;       1; a backslash",
        "!a;        0; a leading \"!\"",
        "*.{a,b};   2; braces",
        "a//b;      2; the name \"\"",
        "../a;      0; the name \"..\"",
        "a/./b;     2; the name \".\""
      })
  void whatCannotMeanAnythingIsRefusedWithItsPlace(String glob, int position, String fault) {
    assertThatThrownBy(() -> Globs.compile(List.of("*.ok", glob)))
        .isInstanceOfSatisfying(
            GlobSyntaxException.class,
            e -> {
              assertThat(e.glob()).isEqualTo(glob);
              assertThat(e.position()).isEqualTo(position);
              assertThat(e)
                  .hasMessageStartingWith("glob \"" + glob + "\", position " + position + ": ")
                  .hasMessageContaining(fault);
            });
  }

  @Property
  void anyTextIsAGlobOrASyntaxError(@ForAll String glob, @ForAll String path) {
    try {
      Globs.compile(List.of(glob)).matches(path);
    } catch (GlobSyntaxException e) {
      assertThat(e.position()).isBetween(0, glob.length());
    }
  }
}
