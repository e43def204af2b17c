package io.catalytic.selection;

/** A glob that cannot mean anything. The message holds the glob, the position and the fault. */
public final class GlobSyntaxException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  private final String glob;
  private final int position;
  private final String fault;

  GlobSyntaxException(String glob, int position, String fault) {
    super("glob \"" + glob + "\", position " + position + ": " + fault);
    this.glob = glob;
    this.position = position;
    this.fault = fault;
  }

  /** Returns the glob as it was given. */
  public String glob() {
    return glob;
  }

  /** Returns what is wrong there. */
  public String fault() {
    return fault;
  }

  /** Returns where the fault is, in UTF-16 units from 0. */
  public int position() {
    return position;
  }
}
