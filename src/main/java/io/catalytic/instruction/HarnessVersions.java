package io.catalytic.instruction;

/**
 * What decides an outcome besides instruction, input and model. Whatever keeps outcomes or
 * completions for later covers all three with its keys.
 */
public final class HarnessVersions {
  /** To be raised whenever the same instruction and input give another prompt. */
  public static final int RENDERER_VERSION = 1;

  /** To be raised whenever the same text is cut at other places, or parts are merged otherwise. */
  public static final int CHUNKER_VERSION = 1;

  /** To be raised whenever the same completion is accepted, refused or amended otherwise. */
  public static final int CHECKER_VERSION = 1;

  private HarnessVersions() {}
}
