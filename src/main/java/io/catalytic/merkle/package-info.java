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
 * io.catalytic.merkle.TrieBins} for folding by prefix on many machines.
 */
@NullMarked
package io.catalytic.merkle;

import org.jspecify.annotations.NullMarked;
