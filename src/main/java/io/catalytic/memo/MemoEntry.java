package io.catalytic.memo;

/** One thing that is remembered of an input. */
sealed interface MemoEntry permits KeptAnswer, KeptCall {

  /** What it is about. */
  InputKey input();
}
