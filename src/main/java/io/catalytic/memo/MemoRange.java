package io.catalytic.memo;

import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A run of input keys, by their first {@value #BITS} bits: those that one group of a job holds. A
 * record in the store has the range of the group that wrote it in its name, {@code
 * memo/FIRST-LAST.ID}, so that a group reads only what may concern it, however many groups an
 * earlier job was cut into.
 *
 * @param first 0 to 4095
 * @param last included, {@code first} to 4095
 */
public record MemoRange(int first, int last) {
  /** The first part of the names of the memo's refs. */
  public static final String KIND = "memo";

  /** Leading bits of a key that a range is made of. */
  public static final int BITS = 12;

  private static final Pattern NAME =
      Pattern.compile(KIND + "/([0-9a-f]{3})-([0-9a-f]{3})\\.[0-9a-f]{32}");

  /** Refuses what is no range. */
  public MemoRange {
    if (first < 0 || last < first || last >= 1 << BITS) {
      throw new IllegalArgumentException("no range of keys: " + first + " to " + last);
    }
  }

  /**
   * Returns the range of all keys that begin with some bits.
   *
   * @param bits how many, 0 to {@value #BITS}
   * @param prefix the bits as a number
   */
  public static MemoRange ofPrefix(int bits, int prefix) {
    int width = 1 << (BITS - bits);
    return new MemoRange(prefix * width, prefix * width + width - 1);
  }

  /** Returns the range in a ref's name, or empty if it is no such name. */
  static Optional<MemoRange> ofName(String name) {
    Matcher matcher = NAME.matcher(name);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int first = Integer.parseInt(matcher.group(1), 16);
    int last = Integer.parseInt(matcher.group(2), 16);
    return first <= last ? Optional.of(new MemoRange(first, last)) : Optional.empty();
  }

  /** Returns a name that no ref has had. */
  String newName() {
    String id = UUID.randomUUID().toString().replace("-", "");
    return String.format("%s/%03x-%03x.%s", KIND, first, last, id);
  }

  boolean overlaps(MemoRange other) {
    return first <= other.last && other.first <= last;
  }

  boolean holds(MemoRange other) {
    return first <= other.first && other.last <= last;
  }

  boolean holds(InputKey key) {
    int prefix = key.hash().prefix(BITS);
    return first <= prefix && prefix <= last;
  }

  /** Returns those of some names whose ranges overlap with this one. */
  Set<String> among(Iterable<String> names) {
    Set<String> found = new java.util.TreeSet<>();
    for (String name : names) {
      ofName(name).filter(this::overlaps).ifPresent(range -> found.add(name));
    }
    return found;
  }
}
