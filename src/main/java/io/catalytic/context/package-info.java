/**
 * The Catalytic Context Protocol: an agent's window holds hashes, the store holds the content.
 *
 * <p>Entry point: {@link io.catalytic.context.CatalyticContext}. <em>Externalize</em> moves
 * something into the store and makes it a live reference of a named context; <em>internalize</em>
 * brings a part of it back, within limits of tokens and bytes, and says what it left out;
 * <em>release</em> lets go of a reference; a <em>summary</em> counts what is live, from what the
 * references say, without reading content.
 *
 * <p><b>How references are kept</b> ({@code docs/context-format.md}). A commit writes one
 * <em>segment</em>, the list of its references, as a ref under a new random id. A release never
 * changes it: it writes a second record beside, with what is live no more. What is live is what the
 * segments list less what was released of each. So there is nothing that two writers would read,
 * change and write back, and nothing to lock; a reference that is externalized anew stands in
 * another segment, which an earlier or simultaneous release of the old one does not touch. When all
 * of a segment was released it is deleted, and then the records beside it; these say what is true
 * for ever (ids are not used twice), so one that is left over by a crash, or written late, does no
 * harm and is swept by the next release.
 *
 * <p>A batch costs one forced write beyond its blobs, however many references it makes; adding
 * reads nothing of what there is already. To look at a context reads all its segments: 10,000
 * references of one batch are three files.
 *
 * <p><b>Why segments are never merged.</b> A reference stays in the ref where it was committed
 * until it is released. A collector lists the refs and then reads them one by one; were references
 * moved to another ref meanwhile, it could read neither the old one nor the new, and take what is
 * live for garbage. Whoever adds things one at a time pays for it with a small file each, as he
 * does for the pack that each of them is. Records of what was released may be merged, and are,
 * since a collector that misses one keeps too much and not too little.
 *
 * <p><b>Internalizing</b> always reads to the blob's end, since only there the store knows that the
 * bytes were the right ones. Nothing is cut inside of a character, and nothing without a word. A
 * JSON pointer is looked up in a stream and gives the bytes of the value as they stand in the blob:
 * no number is rounded, no key moved, and a blob of any size will do.
 */
@NullMarked
package io.catalytic.context;

import org.jspecify.annotations.NullMarked;
