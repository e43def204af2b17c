/**
 * The catalytic space: blobs by digest, and small named records (refs) that keep them alive.
 *
 * <p>Entry points: {@code Stores.open} gives an {@link io.catalytic.store.ObjectStore}; everything
 * is written through a {@link io.catalytic.store.WriteBatch}, the unit of durability: {@code begin
 * → put… → commit}, and after commit all of the batch survives a power cut. Whether a kind keeps a
 * batch as loose objects or as one pack is its own affair, which is why a blob of an open batch is
 * not readable yet.
 *
 * <p>The kinds: a directory on disk ({@code DiskStore}), this process's memory ({@code
 * MemoryStore}), and whatever a {@link io.catalytic.store.StoreProvider} brings for a scheme.
 *
 * <p>On disk a blob is a file {@code objects/ab/cd/HASH}, read-only. It is written and forced under
 * {@code tmp/}, renamed at commit, and then the directories are forced. Those that merely exist are
 * not trusted to be on disk, nor are the names that another process put there a moment ago: a
 * commit forces what it relies on, whoever made it.
 *
 * <p>Reads verify. A blob whose bytes no longer match its name is never returned: it moves to
 * quarantine and counts as missing.
 */
@NullMarked
package io.catalytic.store;

import org.jspecify.annotations.NullMarked;
