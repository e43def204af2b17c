package io.catalytic.merkle;

import io.catalytic.digest.Hash;

/**
 * Where a subtree is kept.
 *
 * @param page SHA-256 of its page
 * @param subtree what it folds to, where it stands in the trie
 */
public record PageRef(Hash page, Subtree subtree) {}
