package io.catalytic.memo;

import java.util.Locale;

/** What a run does with what earlier ones remembered. */
public enum MemoUse {
  /** Takes and leaves all there is: nothing is asked that was answered before. */
  USE,
  /**
   * Takes answers, but asks again where there is none, although calls for it were completed: what
   * ended as a dead letter gets another chance.
   */
  RETRY_DEAD,
  /** Takes nothing and leaves nothing. */
  NONE;

  /** Returns the use of this name in a job spec. */
  public static MemoUse ofWireName(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }

  /** Returns the name in a job spec, as {@code retry_dead}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
