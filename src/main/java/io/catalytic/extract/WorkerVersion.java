package io.catalytic.extract;

import io.catalytic.digest.Hash;
import io.catalytic.digest.Hasher;
import java.nio.charset.StandardCharsets;

/** Names everything that decides answers. */
final class WorkerVersion {
  /**
   * To be raised whenever the code of this room, or of {@code format}, gives another answer to the
   * same file.
   */
  static final String CODE = "1";

  /** The library's version, as in {@code pom.xml}. */
  static final String TREE_SITTER = "0.26.6";

  /** The parsers of formats, as in {@code pom.xml}; that of XML is the JDK's. */
  static final String JACKSON = "2.21.2";

  static final String SNAKEYAML = "2.10";
  static final String JSON_SCHEMA = "2.0.4";

  static final Hash DIGEST = digest();

  private WorkerVersion() {}

  private static Hash digest() {
    StringBuilder all = new StringBuilder();
    all.append("extract_structure ").append(CODE).append('\n');
    all.append("tree-sitter ").append(TREE_SITTER).append('\n');
    for (Language language : Language.values()) {
      all.append(language.description()).append('\n');
      all.append(StructureQuery.text(language)).append('\n');
    }
    all.append("validate_format ").append(CODE);
    all.append(" jackson ").append(JACKSON).append(" snakeyaml-engine ").append(SNAKEYAML);
    all.append(" json-schema-validator ").append(JSON_SCHEMA);
    all.append(" java ").append(Runtime.version().feature()).append('\n');
    return Hasher.sha256(all.toString().getBytes(StandardCharsets.UTF_8));
  }
}
