/**
 * The borrowed directory: what is in it, by what root it is known, and how two of its states
 * differ.
 *
 * <p>{@link io.catalytic.domain.Domain} says which directory and what of it is left out; {@link
 * io.catalytic.domain.DomainWalker} lists its paths; {@link io.catalytic.domain.EntryReader} turns
 * a path into an {@link io.catalytic.domain.Entry} by reading it; {@link
 * io.catalytic.domain.Snapshot} does both for a whole directory without Beam. A {@link
 * io.catalytic.domain.Manifest} is the sorted list of entries: the compact form from which, with
 * the store, the whole directory can be rebuilt.
 *
 * <p>A {@link io.catalytic.domain.SnapshotIndex} says what a store knows of a root. From there a
 * {@link io.catalytic.domain.PathProver} proves what the root has at one path ({@link
 * io.catalytic.domain.PathProof}), and a {@link io.catalytic.domain.SnapshotDiff} compares two.
 *
 * <p>Names are bytes. A {@link io.catalytic.domain.RawPath} holds exactly what the file system has;
 * {@code Path.toString()} would lose the bytes of a name that is not valid in the JVM's encoding.
 * The encoding also depends on the locale, so names take the detour over {@code Path.toUri()}
 * whenever they are not plain ASCII.
 *
 * <p>Symbolic links are entries and never followed. FIFOs, sockets and devices are refused, all of
 * them named, before anything is read: opening one could block for ever.
 *
 * <p>Not covered by a root: modification times, owners, extended attributes and ACLs, which names
 * are hard links of each other, and holes in files. {@code docs/traps.md} lists what else programs
 * stumble over, and the tests that show what becomes of it.
 */
@NullMarked
package io.catalytic.domain;

import org.jspecify.annotations.NullMarked;
