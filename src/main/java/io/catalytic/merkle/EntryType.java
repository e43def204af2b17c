package io.catalytic.merkle;

import java.util.Locale;

/** What a path of a domain is. */
public enum EntryType {
  /** A regular file. */
  FILE(1),
  /** A directory, also an empty one. */
  DIRECTORY(2),
  /** A symbolic link, never followed. */
  SYMLINK(3);

  private final int code;

  EntryType(int code) {
    this.code = code;
  }

  /** Returns the byte that stands for it in a leaf. */
  int code() {
    return code;
  }

  /**
   * Returns the type of this byte.
   *
   * @throws IllegalArgumentException if there is none
   */
  static EntryType ofCode(int code) {
    for (EntryType type : values()) {
      if (type.code == code) {
        return type;
      }
    }
    throw new IllegalArgumentException("an entry's type is 1, 2 or 3; got " + code);
  }

  /** Returns the name in files, as {@code file}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Returns the type of this name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static EntryType ofWireName(String name) {
    for (EntryType type : values()) {
      if (type.wireName().equals(name)) {
        return type;
      }
    }
    throw new IllegalArgumentException(
        "an entry's type is file, directory or symlink; got \"" + name + "\"");
  }
}
