package io.catalytic.pipeline.source;

import io.catalytic.domain.RawPath;

/**
 * Where a source has an entry, as a listing came upon it.
 *
 * @param path names the entry
 * @param isDirectory whether it has no content
 * @param offset of the content's first byte, where several contents share a file; else 0
 * @param length of the content in bytes, where the listing knows it; else 0
 */
public record Spot(RawPath path, boolean isDirectory, long offset, long length) {
  /** An entry with nothing known but its path and whether it is a directory. */
  public static Spot of(RawPath path, boolean isDirectory) {
    return new Spot(path, isDirectory, 0, 0);
  }
}
