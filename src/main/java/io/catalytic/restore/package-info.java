/**
 * Puts a directory back into the state of a snapshot, and proves it.
 *
 * <p>{@link io.catalytic.restore.Restorer} is the entry point: {@code plan} says what would be
 * done, {@code restore} plans, does it, and reads everything again. Only that last reading decides
 * whether the directory counts as restored.
 *
 * <p>In order of importance:
 *
 * <ol>
 *   <li><b>Nothing outside the directory changes.</b> Every change goes through a {@link
 *       io.catalytic.domain.Handle} on the directory that it is made in, opened name by name from
 *       the domain's own and never through a link. A link that is planted, before or while this
 *       runs, leads nowhere: what it stands in for can't be opened, or was opened before. A file
 *       that has other names (hard links) is never changed in place, not even its mode: another one
 *       is renamed over the name, and the other names keep the old file.
 *   <li><b>Nothing is lost that was not to go.</b> Surplus paths are removed only if asked for. All
 *       that can be known to fail is checked before the first change. And immediately before each
 *       change the path is looked at again: if it is not what it was when the plan was made, it is
 *       left alone and reported.
 *   <li><b>Any interruption can be repaired by doing the same again.</b> Contents are written in a
 *       directory of our own inside the domain, read from the store with verification, and renamed
 *       over the old ones whole. The next restoration finds and removes what a dead one left there,
 *       told from one at work by a lock. There is no journal: the plan is always the difference
 *       between the manifest and what is there now.
 *   <li><b>Memory is bounded</b> by what differs, not by what there is: manifest and directory are
 *       compared as they are read, both in path order. The plan takes 200 to 400 bytes for each
 *       path that differs.
 * </ol>
 *
 * <p>The order of changes: what goes, from the bottom up; what comes, from the top down; then modes
 * of directories, from the bottom up, for a directory that may not be written to would not take its
 * children. Directories that may not be changed are opened for their owner meanwhile. At the end
 * the file system is synchronized once, which is as good as forcing every file, since the old
 * content was not wanted and the new one is in the store: whatever a power cut leaves, restoring
 * again mends it. It is about ten times as fast.
 *
 * <p>Not restored, as not covered by a root: modification times, owners, extended attributes, ACLs,
 * hard links (each name becomes a file of its own) and holes (a sparse file comes back dense).
 */
@NullMarked
package io.catalytic.restore;

import org.jspecify.annotations.NullMarked;
