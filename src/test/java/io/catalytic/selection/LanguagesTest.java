package io.catalytic.selection;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanguagesTest {

  @Test
  void theEmbeddedWorkersLanguagesAreAllThere() {
    assertThat(Languages.all())
        .contains(
            "java",
            "python",
            "javascript",
            "typescript",
            "tsx",
            "go",
            "rust",
            "c",
            "cpp",
            "csharp",
            "kotlin",
            "scala",
            "ruby",
            "php",
            "shell",
            "swift");
  }

  @ParameterizedTest
  @CsvSource({
    "a/b/A.java,     java",
    "a.pyi,          python",
    "A.PY,           python",
    "a.jsx,          javascript",
    "a.d.ts,         typescript",
    "a.tsx,          tsx",
    "a.h,            c",
    "a.H,            cpp",
    "a.c,            c",
    "a.C,            cpp",
    "a.cs,           csharp",
    "Makefile,       make",
    "x/Gemfile,      ruby",
    ".bashrc,        shell",
    "CMakeLists.txt, cmake",
    "a.json,         json",
    "a.sql,          sql"
  })
  void namesTell(String path, String language) {
    assertThat(Languages.byName(path)).contains(language);
  }

  @ParameterizedTest
  @CsvSource({"a.unheardof", "a.", "noextension", ".hidden", ".py", "a.py/b"})
  void otherNamesDoNot(String path) {
    assertThat(Languages.byName(path)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "#!/bin/sh,                        shell",
    "#! /usr/local/bin/bash -eu,       shell",
    "#!/usr/bin/env python3,           python",
    "#!/usr/bin/env -S python3.11 -u,  python",
    "#!/usr/bin/env LANG=C python,     python",
    "#!/usr/bin/python2.7,             python",
    "#!/usr/bin/env node,              javascript",
    "#!/usr/bin/ruby,                  ruby"
  })
  void aFirstLineTellsWhereTheNameHasNoExtension(String line, String language) {
    assertThat(Languages.of("bin/tool", line + "\nbody")).contains(language);
    assertThat(Languages.of("bin/tool.dat", line + "\nbody")).isEmpty();
    assertThat(Languages.of("bin/tool.go", line + "\nbody")).contains("go");
  }

  @ParameterizedTest
  @CsvSource({"#!", "#!/usr/bin/env", "#!/opt/unheard-of", "# !/bin/sh", "''"})
  void otherFirstLinesDoNot(String line) {
    assertThat(Languages.of("bin/tool", line)).isEmpty();
  }

  @Property
  void noNameOrTextIsAnError(@ForAll String path, @ForAll String text) {
    assertThat(Languages.of(path, "#!" + text)).isNotNull();
  }
}
