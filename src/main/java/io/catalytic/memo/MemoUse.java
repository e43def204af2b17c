package io.catalytic.memo;

/** What a run does with what earlier ones remembered. */
public enum MemoUse {
  /** Takes and leaves all there is: nothing is asked that was answered before. */
  FULL,
  /**
   * Takes answers, but asks again where there is none, although calls for it were completed: what
   * ended as a dead letter gets another chance.
   */
  RETRY_DEAD,
  /** Takes nothing and leaves nothing. */
  NONE
}
