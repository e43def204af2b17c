package io.catalytic.format;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The formats whose texts can be checked. */
public enum Format {
  /** RFC 8259; a key given twice is an error. */
  JSON(new JsonReader()),
  /** One JSON value a line; blank lines are passed over. */
  JSONL(new JsonLinesReader()),
  /** YAML 1.2, any number of documents; a key given twice is an error. */
  YAML(new YamlReader()),
  /** XML 1.0 and 1.1 with namespaces: well-formed, not validated; nothing is fetched. */
  XML(new XmlReader()),
  /** TOML 1.0. */
  TOML(new TomlReader()),
  /** RFC 4180: fields between commas, and as many in each row as in the first. */
  CSV(new DelimitedReader(',', true)),
  /** Fields between tabs, without quotes, and as many in each row as in the first. */
  TSV(new DelimitedReader('\t', false)),
  /** As {@link java.util.Properties} reads it; a key given twice is an error. */
  PROPERTIES(new PropertiesReader());

  @SuppressWarnings("ImmutableEnumChecker") // Readers have no state.
  private final FormatReader reader;

  Format(FormatReader reader) {
    this.reader = reader;
  }

  FormatReader reader() {
    return reader;
  }

  /** Returns the format of this name, as {@code json}. */
  public static Optional<Format> named(String name) {
    return Arrays.stream(values()).filter(each -> each.wireName().equals(name)).findFirst();
  }

  /** Returns the names of all, as {@code json, jsonl, …}. */
  public static String names() {
    return Arrays.stream(values()).map(Format::wireName).collect(Collectors.joining(", "));
  }

  /** Returns the name in files: that of the constant, in lower case. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
