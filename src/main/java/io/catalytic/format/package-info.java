/**
 * Whether a text has the format that it should, and where it does not: what the embedded worker
 * answers {@code validate_format} with.
 *
 * <p>{@link io.catalytic.format.FormatCheck} is the entry point. The parsers are those of others:
 * Jackson for JSON and TOML, snakeyaml-engine for YAML, the JDK for XML and properties; rows of
 * fields are read here, since the libraries for them forgive what should be told and say the wrong
 * lines. Else, what is done here is what the parsers leave open: which of their liberties are taken
 * back (keys given twice, a second value), where in the text an error stands, and which part of it
 * does not fit a JSON Schema.
 *
 * <p>A text ends in one of three ways: it is valid, it has errors (the first hundred are told, the
 * others counted), or it is beyond a limit ({@link io.catalytic.format.TooComplexException}), so
 * that neither can be said. The limits:
 *
 * <ul>
 *   <li>JSON and YAML: 200,000 levels; TOML: 1,000 levels, and numbers of 1,000 digits
 *   <li>XML: entities as the JDK of today limits them (64,000 expansions, 50,000,000 characters of
 *       them); nothing outside of the text is opened, so an entity from there is passed over
 *   <li>with a schema: 1,000,000 values, 100 levels, numbers of 1,000 digits within the range of a
 *       double; an alias of YAML counts as what it stands for each time
 * </ul>
 *
 * <p>Where the parsers are known to be wrong (figures of 2026-11-22): TOML agrees with {@code
 * toml-test} on 692 of 700 texts of TOML 1.0; dotted keys that add to a table defined elsewhere and
 * lone surrogates are let through, a lower-case {@code t} or {@code z} in a date is refused. YAML
 * agrees with {@code yaml-test-suite} on 342 of 405; what is refused wrongly is mostly a tab
 * between indicators, a key over two lines and a colon right after a quoted key. JSON agrees with
 * {@code JSONTestSuite} but for keys given twice, which are errors here.
 *
 * <p>A column counts characters as the parser does: UTF-16 units, in YAML code points. Messages are
 * the parsers' own, in English, in one line of at most 300 characters.
 */
@NullMarked
package io.catalytic.format;

import org.jspecify.annotations.NullMarked;
