package io.catalytic.store.disk;

import io.catalytic.digest.Hash;
import java.nio.file.Path;

/**
 * Where things lie in a store's directory.
 *
 * @param root the directory itself, absolute
 */
record StoreLayout(Path root) {

  /** How the name of a pack ends. */
  static final String PACK = ".pack";

  /** Returns how a file of the store is called in findings: its path from the store's directory. */
  String name(Path file) {
    return root.relativize(file).toString();
  }

  /** Says that this directory is a store, and of which version. */
  Path format() {
    return root.resolve("format.json");
  }

  /** Holds the loose objects, by the first and second byte of their hash. */
  Path objects() {
    return root.resolve("objects");
  }

  /** Where a blob lies, or would lie, as a loose object. */
  Path loose(Hash hash) {
    String hex = hash.hex();
    return root.resolve("objects/" + hex.substring(0, 2) + "/" + hex.substring(2, 4) + "/" + hex);
  }

  /** Holds the packs, a file each: {@code packs/ID.pack}. */
  Path packs() {
    return root.resolve("packs");
  }

  /** Where the pack of this id lies. */
  Path pack(String id) {
    return root.resolve("packs/" + id + PACK);
  }

  /** Where the bad bytes of a blob in a pack are kept, which also says that the pack's are dead. */
  Path tombstone(Hash hash, String packId) {
    return root.resolve("quarantine/" + hash.hex() + "." + packId);
  }

  /** Holds what awaits its deletion, a directory for each cleaning. */
  Path condemned() {
    return root.resolve("condemned");
  }

  /** Locked by the one process that cleans. */
  Path gcLock() {
    return root.resolve("gc.lock");
  }

  /** Holds the refs, a file each. */
  Path refs() {
    return root.resolve("refs");
  }

  /** Holds what is being written, a directory and a lock file for each writing process. */
  Path tmp() {
    return root.resolve("tmp");
  }

  /** Holds what was found to be corrupt. */
  Path quarantine() {
    return root.resolve("quarantine");
  }
}
