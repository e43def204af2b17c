package io.catalytic.extract;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.treesitter.TSLanguage;
import org.treesitter.TSQuery;

/**
 * A language's query, compiled: what its captures mean.
 *
 * <p>{@code @function} and {@code @class.<kind>} are whole definitions, {@code @scope} one that is
 * only a container; {@code @name} leads to the name, {@code @params} are parameter lists, {@code
 * @owner} leads to the type that a function belongs to from outside, {@code @line} is where the line
 * is counted if not at the name. All {@code @import} of a match together name one import. Captures
 * that begin with an underscore are for predicates. Of two patterns that match one definition, the
 * first in the file wins.
 */
final class StructureQuery implements AutoCloseable {

  /** What a capture is for. */
  enum Role {
    FUNCTION,
    CLASS,
    SCOPE,
    NAME,
    PARAMS,
    OWNER,
    LINE,
    IMPORT,
    NONE
  }

  private final Language language;
  private final NativeLedger ledger;
  private final NodeRules rules;
  private final TSLanguage grammar;
  private final TSQuery query;
  private final Role[] roles;
  private final String[] kinds;
  private final boolean predicates;

  StructureQuery(Language language, NativeLedger ledger) {
    this.language = language;
    this.ledger = ledger;
    rules = NodeRules.parse(language.rules());
    grammar = language.loadGrammar();
    query = new TSQuery(grammar, text(language));
    ledger.opened();
    roles = new Role[query.getCaptureCount()];
    kinds = new String[roles.length];
    boolean helpers = false;
    for (int i = 0; i < roles.length; i++) {
      String capture = query.getCaptureNameForId(i);
      boolean definesClass = capture.startsWith("class.");
      kinds[i] = definesClass ? capture.substring("class.".length()) : "";
      roles[i] = definesClass ? Role.CLASS : role(capture);
      helpers |= roles[i] == Role.NONE;
    }
    predicates = helpers;
  }

  private static Role role(String capture) {
    return switch (capture) {
      case "function" -> Role.FUNCTION;
      case "scope" -> Role.SCOPE;
      case "name" -> Role.NAME;
      case "params" -> Role.PARAMS;
      case "owner" -> Role.OWNER;
      case "line" -> Role.LINE;
      case "import" -> Role.IMPORT;
      default -> {
        if (!capture.startsWith("_")) {
          throw new IllegalStateException("a query has the unknown capture @" + capture);
        }
        yield Role.NONE;
      }
    };
  }

  /** Returns the query's source. */
  static String text(Language language) {
    String name = language.wireName() + ".scm";
    try (InputStream in = StructureQuery.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks the query " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("the query " + name + " cannot be read", e);
    }
  }

  Language language() {
    return language;
  }

  NodeRules rules() {
    return rules;
  }

  TSLanguage grammar() {
    return grammar;
  }

  TSQuery compiled() {
    return query;
  }

  /** Returns whether matches are decided by text too. */
  boolean hasPredicates() {
    return predicates;
  }

  Role role(int capture) {
    return roles[capture];
  }

  /** Returns the kind in a capture's name, as {@code struct} of {@code @class.struct}. */
  String kind(int capture) {
    return kinds[capture];
  }

  @Override
  public void close() {
    query.close();
    grammar.close();
    ledger.closed();
  }
}
