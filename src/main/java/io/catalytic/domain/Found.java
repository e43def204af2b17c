package io.catalytic.domain;

import io.catalytic.merkle.EntryType;

/**
 * A path that a walk came upon, not read yet.
 *
 * @param path where it is
 * @param type what it was
 * @param stamp what the file system said of it
 */
public record Found(RawPath path, EntryType type, FileStamp stamp) {
  /** Returns how many bytes its file had, 0 if it is none. */
  public long fileBytes() {
    return type == EntryType.FILE ? stamp.size() : 0;
  }
}
