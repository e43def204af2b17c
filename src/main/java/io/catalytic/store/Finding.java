package io.catalytic.store;

import io.catalytic.digest.Hash;
import java.util.Locale;
import java.util.Optional;

/**
 * One thing that a check of a store came upon.
 *
 * @param kind what sort of thing
 * @param where the file, object or ref, as it is named inside the store; for {@link Kind#SOURCE}
 *     the place outside
 * @param hash the blob's name, where it is about one
 * @param what what is wrong, in words
 * @param done what became of it
 */
public record Finding(Kind kind, String where, Optional<Hash> hash, String what, Done done) {

  /** What sort of thing was found. */
  public enum Kind {
    /** A copy of a blob has other bytes than its name says. */
    BLOB,
    /** A pack's own records are not what they have to be. */
    PACK,
    /** A ref can't be followed, or what it claims does not hold. */
    REF,
    /** There is no good copy of a blob that a ref needs, or that was set aside. */
    MISSING,
    /** Something could not be read, so that nothing is known of it: a fault of the disk. */
    UNREADABLE,
    /** A file is none that belongs there; nothing reads it. */
    STRAY,
    /** Unfinished files of a process that is gone; the next batch deletes them. */
    LEFTOVER,
    /** What a cleaning has set aside is not whole; no ref needed it then, so it is no damage. */
    CONDEMNED,
    /** A content that was offered for healing could not be read. */
    SOURCE;

    /** Returns the name in files, as {@code missing}. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Returns whether the store is the worse for it. */
    public boolean isDamage() {
      return this == BLOB || this == PACK || this == REF || this == MISSING;
    }
  }

  /** What became of a finding. */
  public enum Done {
    /** Nothing: there was nothing to do, or it could not be done. */
    LEFT,
    /** The bad bytes were set aside; they are never returned again. */
    SET_ASIDE,
    /** The blob was put back. */
    HEALED;

    /** Returns the name in files, as {@code set_aside}. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Returns a finding that is about no blob in particular, and that nothing was done about. */
  public static Finding of(Kind kind, String where, String what) {
    return new Finding(kind, where, Optional.empty(), what, Done.LEFT);
  }

  /** Returns a finding about a blob. */
  public static Finding of(Kind kind, String where, Hash hash, String what, Done done) {
    return new Finding(kind, where, Optional.of(hash), what, done);
  }

  /** Returns whether damage is still there after the check. */
  public boolean isOpen() {
    return kind.isDamage() && done == Done.LEFT;
  }
}
