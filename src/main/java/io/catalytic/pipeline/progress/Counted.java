package io.catalytic.pipeline.progress;

/**
 * How far a group was when somebody looked.
 *
 * @param begun when the group was begun, for the last time: the order of such moments counts
 * @param done how many are done
 * @param aside how many of these ended in the less usual way
 */
record Counted(long begun, long done, long aside) {
  static final Counted NOTHING = new Counted(0, 0, 0);

  /** Refuses what nobody can have counted. */
  Counted {
    if (aside < 0 || done < aside) {
      throw new IllegalArgumentException("of " + done + " can't be aside " + aside);
    }
  }

  /** Returns what is true of a group of which both were told. */
  Counted orLater(Counted other) {
    boolean isLater =
        other.begun > begun || (other.begun == begun && other.done + other.aside > done + aside);
    return isLater ? other : this;
  }

  /** Adds what was counted of another group. */
  Counted plus(Counted other) {
    return new Counted(Math.max(begun, other.begun), done + other.done, aside + other.aside);
  }
}
