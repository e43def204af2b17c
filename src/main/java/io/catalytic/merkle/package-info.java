/**
 * The commitment to a domain: a compact sparse Merkle trie over SHA-256.
 *
 * <p>The construction (in this order of goals: nothing of an entry is left out, absence can be
 * proved, parts can be folded apart and joined in any order):
 *
 * <ul>
 *   <li>an entry's path {@code P} gives the key {@code K = SHA256(P)}, read from the most
 *       significant bit, 0 to the left;
 *   <li>its {@link io.catalytic.merkle.LeafValue} gives the bytes {@code V};
 *   <li>{@code leaf = SHA256(0x00 ‖ K ‖ SHA256(V))}, {@code node = SHA256(0x01 ‖ L ‖ R)}, {@code
 *       empty} = 32 zero bytes;
 *   <li>a subtree with a single leaf <em>is</em> that leaf, at whatever depth, while {@code node(x,
 *       empty)} is hashed and not collapsed;
 *   <li>the published {@link io.catalytic.merkle.Root} is {@code SHA256(0x02 ‖ "catalytic/1" ‖
 *       u64be entries ‖ u64be file bytes ‖ trie root)}.
 * </ul>
 *
 * <p>The trie is that of Celestia's sparse Merkle tree, whose public test vectors it passes. A list
 * of {@code path:hash} hashed in pairs with the odd one doubled would be shorter, but lets two
 * different lists share a root (CVE-2012-2459), and cannot be folded without a global sort.
 *
 * <p>Entry points: {@link io.catalytic.merkle.Trie#fold} for leaves in memory; {@link
 * io.catalytic.merkle.TrieBins} for folding by prefix on many machines; {@link
 * io.catalytic.merkle.TrieProof} to check a proof with nothing but a root.
 *
 * <p>A trie that is to be asked later is kept in pages ({@code docs/trie-format.md}), blobs of
 * somebody else's store: {@link io.catalytic.merkle.PageWriter} writes them from entries that
 * {@link io.catalytic.merkle.SortByKey} has ordered, in bounded memory; {@link
 * io.catalytic.merkle.Prover}, {@link io.catalytic.merkle.TrieDiff} and {@link
 * io.catalytic.merkle.TrieUpdate} read the few that they need. Pages are 16-way and hold up to 64
 * entries: a binary trie of blobs would have a blob for each hash, and larger pages would make
 * every change dear. How many entries there are alone decides what a page is, so equal tries have
 * equal pages whatever their history, and the next snapshot shares all that did not change.
 */
@NullMarked
package io.catalytic.merkle;

import org.jspecify.annotations.NullMarked;
