/**
 * The catalytic space: blobs by digest, and small named records (refs) that keep them alive.
 *
 * <p>Entry points: {@code Stores.open} gives an {@link io.catalytic.store.ObjectStore}; everything
 * is written through a {@link io.catalytic.store.WriteBatch}, the unit of durability: {@code begin
 * → put… → commit}, and after commit all of the batch survives a power cut. Whether a kind keeps a
 * batch as loose objects or as one pack is its own affair, which is why a blob of an open batch is
 * not readable yet.
 *
 * <p>The kinds: a directory on disk ({@code DiskStore}), an object store ({@code RemoteStore}),
 * this process's memory ({@code MemoryStore}), and whatever a {@link
 * io.catalytic.store.StoreProvider} brings for a scheme.
 *
 * <p>On disk ({@code docs/store-format.md}) a large blob is a file {@code objects/ab/cd/HASH}, and
 * the small ones of a batch are one pack: forcing a file costs about as much as writing a few
 * hundred small blobs. Everything is written and forced under {@code tmp/}, renamed at commit, and
 * then the directories are forced. Those that merely exist are not trusted to be on disk, nor are
 * the names that another process put there a moment ago: a commit forces what it relies on, whoever
 * made it. That a commit that was cut short may have made whole blobs visible, and not all of them,
 * does no harm: nothing refers to them yet. The blobs of one pack come all or none.
 *
 * <p>A pack is never changed and its index stands in it, so one rename publishes both. In memory
 * there are 3 bytes a blob, which say nearly always without a look at the disk that a pack does not
 * have it; lookups over hundreds of packs are cheap, and no descriptor is kept open. A miss lists
 * the packs again, if their directory changed: others may have committed. A batch does not, or many
 * small ones would cost the square of their number: it relies on a blob only after it has looked
 * into the pack that has it, and its commit looks for each of these packs once more.
 *
 * <p>All of it goes through {@code Disk}, a dozen operations, where tests fail each of them in
 * turn, and where they record what was done to cut the power after every step.
 *
 * <p>Reads verify. A blob whose bytes no longer match its name is never returned: it is set aside
 * in {@code quarantine/} and counts as missing, so that a later put heals it. A pack whose index is
 * damaged is replaced by one of the blobs in it that still verify.
 *
 * <p>A check of the whole ({@code Fsck}) is the same for every kind: the kind reads what it has
 * ({@link io.catalytic.store.StoreScan}), the refs are followed by those who know them ({@link
 * io.catalytic.store.RefTracer}), and what is missing then is looked for in whatever may have it
 * ({@link io.catalytic.store.ContentSource}). Whose fault a failure is, the store itself says: the
 * tracers read it through one that remembers what went wrong, so that a fault of the disk is never
 * taken for a damaged ref. Findings are handed on as they are made; what is held is bounded.
 */
@NullMarked
package io.catalytic.store;

import org.jspecify.annotations.NullMarked;
