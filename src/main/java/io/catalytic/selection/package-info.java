/**
 * Which files of a domain are analysed, and what their bytes say as text.
 *
 * <p>The proof covers the whole domain whatever is decided here; this room only spares the workers
 * what nobody wants read. {@link io.catalytic.selection.FileSelector} decides by name, then by
 * content, as a {@link io.catalytic.selection.SelectionPolicy} says; {@link
 * io.catalytic.selection.TextDecoder} turns bytes into text; {@link
 * io.catalytic.selection.Languages} knows languages by name. Whatever is left out has a {@link
 * io.catalytic.selection.SkipReason}.
 *
 * <p>Globs and ignore rules are matched by a compiled pattern of our own rather than by a library:
 * on trees and rules made at random, JGit's {@code IgnoreNode} differs from git on more than half
 * of the trees (classes, backslashes, a negated name below a pattern), and {@code java.nio}'s globs
 * mean other things ({@code **}{@code /x} does not match {@code x}) and fail on names that the
 * machine's locale cannot spell. The same comparison, {@code GitAgreesTest}, holds this one to git.
 *
 * <p>Paths are strings here, relative to the domain's root, names joined by slashes. Nothing fails
 * on an odd one: it is only ever compared, or looked up as a file that then is not there.
 */
@NullMarked
package io.catalytic.selection;

import org.jspecify.annotations.NullMarked;
