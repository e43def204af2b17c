package io.catalytic.store.disk;

import io.catalytic.digest.Hash;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where things lie in a store's directory.
 *
 * @param root the directory itself, absolute
 */
record StoreLayout(Path root) {

  /** How the name of a pack ends. */
  static final String PACK = ".pack";

  private static final Pattern PACK_NAME = Pattern.compile("[0-9a-f]{32}\\.pack");
  private static final Pattern TOMBSTONE = Pattern.compile("([0-9a-f]{64})\\.([0-9a-f]{32})");
  private static final Pattern TWO_HEX = Pattern.compile("[0-9a-f]{2}");

  /** Returns whether a file of this name in {@code packs/} is a pack; any other is a stray. */
  static boolean isPack(String name) {
    return PACK_NAME.matcher(name).matches();
  }

  /** Returns whether this is a directory of the fan-out of loose objects, by name and by kind. */
  static boolean isFanOut(Path path, Disk disk) throws IOException {
    return TWO_HEX.matcher(String.valueOf(path.getFileName())).matches() && disk.isDirectory(path);
  }

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

  /**
   * A record of a pack that is dead.
   *
   * @param hash of which blob
   * @param packId the pack's
   */
  record Dead(Hash hash, String packId) {}

  /** Returns what {@link #tombstone} was given, or empty if a name is no tombstone's. */
  static Optional<Dead> dead(String name) {
    Matcher matcher = TOMBSTONE.matcher(name);
    return matcher.matches()
        ? Optional.of(new Dead(Hash.parse(matcher.group(1)), matcher.group(2)))
        : Optional.empty();
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
