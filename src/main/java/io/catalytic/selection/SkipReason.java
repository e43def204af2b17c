package io.catalytic.selection;

import com.google.common.base.Ascii;

/** Why a file of the domain is not analysed. The proof covers it all the same. */
public enum SkipReason {
  /** Part of a version control system's own records. */
  VCS(true, "it lies in the records of a version control system"),
  /** Left out by the domain's own ignore files. */
  IGNORED(true, "an ignore file of the domain leaves it out"),
  /** Left out by an exclude glob. */
  EXCLUDED(true, "an exclude glob matches it"),
  /** There are include globs, and none matches. */
  NOT_INCLUDED(true, "no include glob matches it"),
  /** Neither a directory nor a regular file. */
  SYMLINK(true, "it is a symbolic link; its target is analysed where it stands"),
  /** A line of a file of inputs with nothing on it. */
  BLANK(true, "there is nothing on the line"),
  /** The instruction is to ask nothing. */
  NOTHING_ASKED(true, "nothing is asked"),
  /** Over the limit on size. */
  TOO_LARGE(false, "it is over the limit on size"),
  /** Not text. */
  BINARY(false, "it is not text"),
  /** Text, but nobody knows in which coding. */
  UNDECODABLE(false, "it is not UTF-8 and declares no other coding that fits"),
  /** Text that the worker cannot follow the instruction on. */
  UNSUPPORTED_LANGUAGE(false, "the worker cannot follow the instruction on its language");

  private final boolean chosen;
  private final String sentence;

  SkipReason(boolean chosen, String sentence) {
    this.chosen = chosen;
    this.sentence = sentence;
  }

  /** Returns whether rules left the file out, rather than what is in it. */
  public boolean isChosen() {
    return chosen;
  }

  /** Returns the name on the wire, as {@code not_included}. */
  public String wireName() {
    return Ascii.toLowerCase(name());
  }

  /** Returns half a sentence for people: "skipped, since …". */
  public String sentence() {
    return sentence;
  }
}
