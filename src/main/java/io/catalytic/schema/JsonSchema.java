package io.catalytic.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.NonValidationKeyword;
import com.networknt.schema.path.PathType;
import io.catalytic.digest.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A JSON Schema of draft 2020-12, ready to check values. Immutable and thread-safe; not
 * Serializable, so that a worker compiles its own.
 *
 * <p>A schema may refer to parts of itself and to the draft's own meta-schema, never to anything
 * else: nothing is fetched.
 */
public final class JsonSchema {
  /** What {@code $schema} says. */
  public static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";

  /** Deepest nesting of a value that is checked; one more level is a violation. */
  public static final int MAX_DEPTH = 100;

  private static final String DRAFT = "https://json-schema.org/draft/2020-12/";

  /** The draft, where a keyword that it does not have is no reason to log a warning. */
  private static final Dialect QUIET =
      Dialect.builder(Dialects.getDraft202012())
          .unknownKeywordFactory((keyword, context) -> new NonValidationKeyword(keyword))
          .build();

  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDialect(
          QUIET,
          registry ->
              registry
                  .schemaLoader(loader -> loader.allow(iri -> iri.toString().startsWith(DRAFT)))
                  .schemaRegistryConfig(
                      SchemaRegistryConfig.builder()
                          .locale(Locale.ENGLISH)
                          .pathType(PathType.JSON_POINTER)
                          .build()));
  private static final JsonSchema META = new JsonSchema(Json.object().put("$ref", DIALECT));

  /** Our own by name: that each is a schema, and compiling it, takes longer than most checks. */
  private static final Map<String, JsonSchema> NAMED = new ConcurrentHashMap<>();

  private final JsonNode json;
  private final Schema schema;
  private final Wording wording;

  private JsonSchema(JsonNode json) {
    this.json = json.deepCopy();
    this.schema = REGISTRY.getSchema(this.json);
    this.wording = new Wording(this.json);
  }

  /**
   * Returns the schema that this value writes down.
   *
   * @throws IllegalArgumentException if it is not one; the message lists {@link #faults}
   */
  public static JsonSchema of(JsonNode schema) {
    List<Violation> faults = faults(schema);
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException("not a JSON Schema: " + faults);
    }
    return new JsonSchema(schema);
  }

  /**
   * Returns one of the project's own schemas, {@code schemas/<name>.schema.json}, as the class path
   * carries it. It is read once.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public static JsonSchema named(String name) {
    return NAMED.computeIfAbsent(name, JsonSchema::read);
  }

  private static JsonSchema read(String name) {
    String resource = "/catalytic/schemas/" + name + ".schema.json";
    try (InputStream in = JsonSchema.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalArgumentException("no schema on the class path at " + resource);
      }
      return of(Json.parse(in.readAllBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the schema at " + resource, e);
    }
  }

  /**
   * Returns what is wrong with a schema itself, in order; empty if it can be used. Beyond the
   * meta-schema this finds patterns that do not compile and references that lead nowhere.
   */
  public static List<Violation> faults(JsonNode schema) {
    List<Violation> faults = META.check(schema);
    if (!faults.isEmpty()) {
      return faults;
    }
    List<Violation> parts = new SchemaParts(schema).faults();
    if (!parts.isEmpty()) {
      return parts;
    }
    try {
      REGISTRY.getSchema(schema.deepCopy()).initializeValidators();
      return List.of();
    } catch (SchemaException e) {
      return List.of(new Violation("", "must be usable as a JSON Schema; " + e.getMessage()));
    }
  }

  /**
   * Returns what a schema without {@link #faults} may say and hardly means, in order: a keyword
   * that does not exist but looks like one that does, a required key that no object can have.
   */
  public static List<Violation> doubts(JsonNode schema) {
    return new SchemaParts(schema).doubts();
  }

  /** Returns where the value does not fit, in the order of {@link Violation}; empty if it fits. */
  public List<Violation> check(JsonNode value) {
    if (isDeeperThan(MAX_DEPTH, value)) {
      return List.of(new Violation("", "must be nested at most " + MAX_DEPTH + " deep"));
    }
    try {
      List<Error> errors = schema.validate(value);
      return errors.stream().map(wording::of).sorted().distinct().toList();
    } catch (StackOverflowError e) {
      // Only a schema that refers to itself without going deeper into the value gets here.
      return List.of(new Violation("", "cannot be checked: the schema refers to itself"));
    }
  }

  /**
   * Returns a copy of an object that fits, with the default of every key that it leaves out, in the
   * schema's order.
   */
  public ObjectNode filled(JsonNode value) {
    return Defaults.filled(value, json);
  }

  private static boolean isDeeperThan(int levels, JsonNode value) {
    if (!value.isContainerNode()) {
      return false;
    }
    for (JsonNode child : value) {
      if (levels == 0 || isDeeperThan(levels - 1, child)) {
        return true;
      }
    }
    return false;
  }
}
