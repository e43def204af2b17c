package io.catalytic.domain;

import io.catalytic.digest.Digest;
import io.catalytic.digest.Hash;
import io.catalytic.merkle.EntryType;
import io.catalytic.merkle.LeafValue;
import io.catalytic.merkle.Subtree;

/**
 * One path of a domain.
 *
 * @param path where it is
 * @param type what it is
 * @param mode permission bits, 0 to 07777; 0 for a symlink
 * @param content digest of the file's bytes or of the link's raw target; {@link #NO_CONTENT} for a
 *     directory
 */
public record Entry(RawPath path, EntryType type, int mode, Digest content) {
  /** What a directory has for content. */
  public static final Digest NO_CONTENT = new Digest(Hash.ZERO, 0);

  /** Refuses what {@link LeafValue} refuses. */
  public Entry {
    if (path.isRoot() && type != EntryType.DIRECTORY) {
      throw new IllegalArgumentException("a domain's own path is a directory; got " + type);
    }
    new LeafValue(type, mode, content.size(), content.hash());
  }

  /** Returns what the trie commits to for this entry's path. */
  public LeafValue value() {
    return new LeafValue(type, mode, content.size(), content.hash());
  }

  /** Returns the trie's leaf for this entry. */
  public Subtree.Leaf leaf() {
    return value().at(path.key());
  }
}
