package io.catalytic.extract;

import com.fasterxml.jackson.databind.JsonNode;
import io.catalytic.digest.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** One file of each language, and what it holds, checked by hand. */
final class Samples {
  private Samples() {}

  static String code(Language language) {
    try (Stream<Path> files = Files.list(folder(language))) {
      return Files.readString(
          files.filter(file -> !file.endsWith("expected.json")).findFirst().orElseThrow());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonNode expected(Language language) {
    try {
      return Json.parse(Files.readString(folder(language).resolve("expected.json")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path folder(Language language) {
    try {
      return Path.of(Samples.class.getResource(language.wireName()).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
