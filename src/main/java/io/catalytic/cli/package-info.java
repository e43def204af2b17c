/**
 * The command line. One class a command; the only room that prints.
 *
 * <p>Results go to standard output, everything else to standard error. {@code ExitCode} has the
 * codes, which are part of the interface. Commands that need no Beam name no class that loads it:
 * they start in well under a second.
 */
@NullMarked
package io.catalytic.cli;

import org.jspecify.annotations.NullMarked;
