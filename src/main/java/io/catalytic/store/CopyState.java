package io.catalytic.store;

/** What a copy of a blob is found to be when it is read once more to be set aside. */
public enum CopyState {

  /** Its bytes are others, so it was set aside. */
  CORRUPT,
  /** It was right this time, and stays. */
  RIGHT,
  /** It is there no more, and says nothing of what it was. */
  GONE
}
