/**
 * The embedded worker: answers {@code extract_structure} by parsing, with tree-sitter, and {@code
 * validate_format} with the room {@code format}, where other workers ask a language model. Needs
 * nothing installed, and is the default.
 *
 * <p>{@link io.catalytic.extract.EmbeddedProvider} is the entry point, found as {@code embedded} by
 * {@link io.catalytic.model.Models}. An answer lists the functions, classes and imports of one
 * file, each in the order of its name's place in the file. What counts, language by language, is
 * said in the queries ({@code <language>.scm} beside this package's classes); how a name is found
 * below a declarator or a parameter, in {@code Language}. Adding a language is one query and one
 * line there.
 *
 * <p>{@link io.catalytic.extract.EmbeddedOutline} gives the places of the same declarations to
 * those who cut a text for another model.
 *
 * <p>Common to all: {@code line} is where the name stands (in Python, where {@code def} or {@code
 * class} stands, as in its own {@code ast}), so annotations and decorators come before it; {@code
 * end_line} is the last line of the definition. {@code container} names the enclosing types and
 * namespaces, joined by dots. In C and C++ definitions are listed and mere declarations are not;
 * elsewhere a declared method (of an interface, a trait, an overload) is. A function that is bound
 * to a name in JavaScript or TypeScript is listed once, under that name. A Rust or Scala import is
 * the text of its whole tree; a Python one is expanded, {@code from ..x import y} to {@code ..x.y}.
 *
 * <p>Files are parsed in processes of their own ({@link io.catalytic.extract.ParserMain}), at most
 * one a processor, started when needed and used again. Grammars bring native scanners with
 * assertions and without limits: tree-sitter-ruby 0.23.1 keeps the length of a heredoc's word in
 * one byte, and a longer word ends in {@code abort()}; a name of a megabyte keeps Scala's busy for
 * half a minute without asking whether to stop. Neither can be caught or ended within a JVM, and
 * one bad file must not end a run. So a text that kills its parser is a {@code WORKER_CRASHED}, and
 * one that does not end in time, with two seconds of grace, is killed as {@code TOO_SLOW}. Both are
 * for good: the same text would do it again.
 *
 * <p>Texts of {@code validate_format} go the same way. Their parsers run in Java and know no
 * deadline: one that is still at work after the limit and its grace is killed, and one that fills
 * the heap of 512 MiB ends by itself.
 *
 * <p>Reasons that do not show in the code:
 *
 * <ul>
 *   <li>A crash counts only in a fresh process. If the process had read other texts, these may have
 *       done harm to its memory, or somebody killed it: the text is tried once more, in a new one.
 *   <li>Standard input is the leash: a parser ends when it is closed, at once, so none outlives a
 *       parent, however that ended.
 *   <li>Natively held memory is not seen by the garbage collector's accounting. Trees are closed as
 *       soon as they are read; a process has one parser, one cursor and a query for each language
 *       that came up.
 *   <li>A parse is cancelled through its progress callback, which must not throw: the native frame
 *       below it would go on with an exception pending.
 *   <li>tree-sitter counts lines by LF alone. Lines are counted here instead, from byte positions,
 *       by LF, CRLF and lone CR as Python, Java and JavaScript do; a lone CR is shown to the parser
 *       as LF, which moves no position.
 *   <li>Over half of the time is spent in the parser and most of the rest in walking the tree for
 *       the query, natively; a capture costs some microseconds of JNI, so queries have few.
 *   <li>Text decides the answer and nothing else does: the identity's digest covers the queries,
 *       the grammars' versions and a version of this code, to be raised with any change of an
 *       answer.
 * </ul>
 */
@NullMarked
package io.catalytic.extract;

import org.jspecify.annotations.NullMarked;
