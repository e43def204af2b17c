package io.catalytic.domain;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/** A domain has paths that can't be entries. Carries all of them. */
public final class RefusedPathsException extends IOException {
  private static final long serialVersionUID = 1;

  private final transient List<Refused> refused;

  /** Lists them, of the domain at this place. */
  public RefusedPathsException(String domain, List<Refused> refused) {
    super(
        refused.size()
            + (refused.size() == 1 ? " path" : " paths")
            + " of "
            + domain
            + " can't be part of a proof; move them away, or make them readable:\n"
            + refused.stream().map(path -> "  " + path).collect(Collectors.joining("\n")));
    this.refused = List.copyOf(refused);
  }

  /** Returns all of them, sorted by path. */
  public List<Refused> refused() {
    return refused;
  }
}
