package io.catalytic.pipeline.source;

import io.catalytic.domain.RawPath;
import io.catalytic.domain.Refused;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Makes paths of the keys of an object store, each directory once. For one listing.
 *
 * <p>A key that can't be a path is refused, and so is one that other keys have as a directory: that
 * is seen as long as keys come in order, which S3 promises; else the root, to which no path may
 * come twice, shows it.
 */
final class KeyPaths {
  private final List<RawPath> leftOut;
  private final Source.Visitor visitor;
  private final Set<RawPath> directories = new HashSet<>();

  /** Objects that the last key begins with, the longest first. */
  private final Deque<String> before = new ArrayDeque<>();

  KeyPaths(List<RawPath> leftOut, Source.Visitor visitor) {
    this.leftOut = leftOut;
    this.visitor = visitor;
  }

  /** Takes the next key. */
  void object(String key, long size) throws IOException {
    boolean isDirectory = key.isEmpty() || key.endsWith("/");
    RawPath path;
    try {
      path = RawPath.of(isDirectory && !key.isEmpty() ? key.substring(0, key.length() - 1) : key);
    } catch (IllegalArgumentException e) {
      visitor.refused(new Refused(asName(key), "is no path: " + e.getMessage()));
      return;
    }
    if (leftOut.stream().anyMatch(path::isUnder)) {
      return;
    }
    refuseShared(key);
    if (isDirectory && size > 0) {
      visitor.refused(new Refused(path, "ends in a slash, as directories do, and has content"));
    }
    directory(isDirectory ? path : path.parent());
    if (!isDirectory) {
      before.push(key);
      visitor.found(new Spot(path, false, 0, size));
    }
  }

  private void refuseShared(String key) throws IOException {
    while (!before.isEmpty() && !key.startsWith(before.peek())) {
      before.pop();
    }
    for (String object : before) {
      if (key.startsWith(object + "/")) {
        visitor.refused(
            new Refused(RawPath.of(object), "is an object, and the directory of " + key));
      }
    }
  }

  private void directory(RawPath path) throws IOException {
    if (directories.add(path)) {
      if (!path.isRoot()) {
        directory(path.parent());
      }
      visitor.found(Spot.of(path, true));
    }
  }

  /** For messages: a name, whatever the key. */
  private static RawPath asName(String key) {
    return RawPath.of("key \"" + key.replace('/', '\u2215').replace('\0', '\u2400') + "\"");
  }
}
