package io.catalytic.store.remote;

import io.catalytic.digest.Hash;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names of a remote store's objects, from its root. */
final class RemoteLayout {

  /** Says that a store is here, and of which version. */
  static final String FORMAT = "format.json";

  /** All objects that hold blobs, packed or alone, so that one listing finds all of them. */
  static final String PACKS = "packs/";

  /** A tombstone for each blob that was found corrupt, and the damaged packs. */
  static final String QUARANTINE = "quarantine/";

  /** The refs, an object each. */
  static final String REFS = "refs/";

  /** What cleanings have set aside: a list of names each, and its seal. */
  static final String CONDEMNED = "condemned/";

  /** What is being written, where it can be seen before it is whole. */
  static final String DRAFTS = "tmp/";

  private static final String LIST = ".list";
  private static final String SEAL = ".sealed";

  private static final Pattern PACK = Pattern.compile("packs/([0-9a-f]{32})\\.pack");
  private static final Pattern DRAFT = Pattern.compile("tmp/[0-9a-f-]{32,36}");
  private static final Pattern ALONE =
      Pattern.compile("packs/([0-9a-f]{64})\\.([0-9a-f]{32})\\.blob");
  private static final Pattern DEAD_BLOB =
      Pattern.compile("quarantine/([0-9a-f]{64})\\.([0-9a-f]{32})");
  private static final Pattern TOMBSTONE =
      Pattern.compile("quarantine/([0-9a-f]{64}\\.[0-9a-f]{32}|[0-9a-f]{32}\\.pack)");

  private RemoteLayout() {}

  /** Returns a new id: 32 random hex digits. */
  static String newId() {
    return UUID.randomUUID().toString().replace("-", "");
  }

  /** Returns a new name for what is being written. */
  static String draft() {
    return DRAFTS + newId();
  }

  /** Returns whether a name is a draft's; older ones have dashes in their ids. */
  static boolean isDraft(String name) {
    return DRAFT.matcher(name).matches();
  }

  static String pack(String id) {
    return PACKS + id + ".pack";
  }

  /** Returns a pack's id, or empty if the name is not a pack's. */
  static Optional<String> packId(String name) {
    Matcher matcher = PACK.matcher(name);
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /** Returns the name of a blob that is too large for a pack. */
  static String alone(Hash hash, String id) {
    return PACKS + hash.hex() + "." + id + ".blob";
  }

  /** Returns what {@link #alone} was given, or empty if the name is not such a blob's. */
  static Optional<Alone> alone(String name) {
    Matcher matcher = ALONE.matcher(name);
    return matcher.matches()
        ? Optional.of(new Alone(Hash.parse(matcher.group(1)), matcher.group(2)))
        : Optional.empty();
  }

  /**
   * What the name of a blob with an object of its own says, or that of a tombstone.
   *
   * @param hash the blob's
   * @param id the object's
   */
  record Alone(Hash hash, String id) {}

  /** Returns the name of the list of what one cleaning set aside. */
  static String condemnedList(String generation) {
    return CONDEMNED + generation + LIST;
  }

  /** Returns the name of the seal on such a list. */
  static String condemnedSeal(String generation) {
    return CONDEMNED + generation + SEAL;
  }

  /** Returns the generation whose list has this name, or empty if it is no list's. */
  static Optional<String> listed(String name) {
    return generation(name, LIST);
  }

  /** Returns the generation whose seal has this name, or empty if it is no seal's. */
  static Optional<String> sealed(String name) {
    return generation(name, SEAL);
  }

  private static Optional<String> generation(String name, String end) {
    return name.startsWith(CONDEMNED) && name.endsWith(end)
        ? Optional.of(name.substring(CONDEMNED.length(), name.length() - end.length()))
        : Optional.empty();
  }

  /** Returns what stands for a blob of one object being dead: hash and id. */
  static String death(Hash hash, String id) {
    return hash.hex() + "." + id;
  }

  /** Returns what stands for a whole pack being dead. */
  static String death(String packId) {
    return packId + ".pack";
  }

  static String tombstone(Hash hash, String id) {
    return QUARANTINE + death(hash, id);
  }

  /** Returns the name of what says that a pack's own records are damaged. */
  static String tombstone(String packId) {
    return QUARANTINE + death(packId);
  }

  /** Returns which blob of which object a tombstone says is dead; empty if it is another's name. */
  static Optional<Alone> dead(String tombstone) {
    Matcher matcher = DEAD_BLOB.matcher(tombstone);
    return matcher.matches()
        ? Optional.of(new Alone(Hash.parse(matcher.group(1)), matcher.group(2)))
        : Optional.empty();
  }

  /** Returns the {@link #death} that a tombstone's name says, or empty if it is none. */
  static Optional<String> deathBy(String tombstone) {
    Matcher matcher = TOMBSTONE.matcher(tombstone);
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }
}
