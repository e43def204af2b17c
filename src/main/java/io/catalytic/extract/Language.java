package io.catalytic.extract;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.treesitter.TSLanguage;
import org.treesitter.TreeSitterBash;
import org.treesitter.TreeSitterC;
import org.treesitter.TreeSitterCSharp;
import org.treesitter.TreeSitterCpp;
import org.treesitter.TreeSitterGo;
import org.treesitter.TreeSitterJava;
import org.treesitter.TreeSitterJavascript;
import org.treesitter.TreeSitterKotlin;
import org.treesitter.TreeSitterPhp;
import org.treesitter.TreeSitterPython;
import org.treesitter.TreeSitterRuby;
import org.treesitter.TreeSitterRust;
import org.treesitter.TreeSitterScala;
import org.treesitter.TreeSitterSwift;
import org.treesitter.TreeSitterTsx;
import org.treesitter.TreeSitterTypescript;

/**
 * The languages that are read, and what is particular to each besides its query: the grammar, its
 * version as in {@code pom.xml}, what joins the parts of an import, and the {@link NodeRules}.
 */
enum Language {
  JAVA(
      TreeSitterJava::new,
      "0.23.5",
      ".",
      "formal_parameter>name spread_parameter>$ variable_declarator>name"),
  PYTHON(
      TreeSitterPython::new,
      "0.25.0",
      ".",
      "identifier default_parameter>name typed_parameter>* typed_default_parameter>name"
          + " list_splat_pattern dictionary_splat_pattern tuple_pattern"),
  JAVASCRIPT(TreeSitterJavascript::new, "0.25.0", ".", Rules.ECMASCRIPT),
  TYPESCRIPT(TreeSitterTypescript::new, "0.23.2", ".", Rules.ECMASCRIPT),
  TSX(TreeSitterTsx::new, "0.23.2", ".", Rules.ECMASCRIPT),
  GO(
      TreeSitterGo::new,
      "0.25.0",
      ".",
      "parameter_declaration+name variadic_parameter_declaration>name"
          + " pointer_type>* generic_type>type parenthesized_type>*"),
  RUST(
      TreeSitterRust::new,
      "0.24.0",
      "::",
      "parameter>pattern self_parameter>$ generic_type>type scoped_type_identifier>name"),
  C(TreeSitterC::new, "0.24.1", ".", Rules.C),
  CPP(TreeSitterCpp::new, "0.23.4", ".", Rules.CPP),
  CSHARP(TreeSitterCSharp::new, "0.23.1", ".", "parameter>name identifier"),
  KOTLIN(TreeSitterKotlin::new, "0.3.8.1", ".", "parameter>*"),
  SCALA(TreeSitterScala::new, "0.23.3", ".", "parameter>name"),
  RUBY(
      TreeSitterRuby::new,
      "0.23.1",
      ".",
      "identifier optional_parameter>name splat_parameter>name hash_splat_parameter>name"
          + " block_parameter>name keyword_parameter>name destructured_parameter"
          + " scope_resolution:scope>name"),
  PHP(
      TreeSitterPhp::new,
      "0.24.2",
      "\\",
      "simple_parameter>name variadic_parameter>name property_promotion_parameter>name"
          + " by_ref>* variable_name>*"),
  SHELL(TreeSitterBash::new, "0.23.3", ".", ""),
  SWIFT(TreeSitterSwift::new, "0.5.0", ".", "parameter>name");

  @SuppressWarnings("ImmutableEnumChecker") // A constructor: it has no state.
  private final Supplier<TSLanguage> loader;

  private final String grammarVersion;
  private final String importSeparator;
  private final String rules;

  Language(
      Supplier<TSLanguage> loader, String grammarVersion, String importSeparator, String rules) {
    this.loader = loader;
    this.grammarVersion = grammarVersion;
    this.importSeparator = importSeparator;
    this.rules = rules;
  }

  /** Returns the language of this name, as {@code python}. */
  static Optional<Language> named(String name) {
    return Arrays.stream(values()).filter(each -> each.wireName().equals(name)).findFirst();
  }

  /** Returns the name in files: that of the constant, in lower case. */
  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the grammar, loading its native library if it was not yet. */
  TSLanguage loadGrammar() {
    return loader.get();
  }

  String grammarVersion() {
    return grammarVersion;
  }

  String importSeparator() {
    return importSeparator;
  }

  /** Returns what {@link NodeRules#parse} understands. */
  String rules() {
    return rules;
  }

  /** Returns, as text, all that decides answers besides the query. */
  String description() {
    return String.join(" ", wireName(), grammarVersion, importSeparator, rules);
  }

  /** What several languages share: constants of an enum cannot refer to the enum's own fields. */
  private static final class Rules {
    static final String ECMASCRIPT =
        "identifier assignment_pattern>left rest_pattern>* object_pattern array_pattern"
            + " required_parameter>pattern optional_parameter>pattern";
    static final String C =
        "identifier parameter_declaration>declarator pointer_declarator>declarator"
            + " function_declarator>declarator array_declarator>declarator"
            + " parenthesized_declarator>* attributed_declarator>*"
            + " abstract_pointer_declarator- abstract_function_declarator-"
            + " abstract_array_declarator- abstract_parenthesized_declarator-";
    static final String CPP =
        C
            + " optional_parameter_declaration>declarator"
            + " variadic_parameter_declaration>declarator reference_declarator>*"
            + " variadic_declarator>* abstract_reference_declarator-"
            + " qualified_identifier:scope>name template_function>name template_method>name"
            + " template_type>name operator_cast<declarator";
  }
}
