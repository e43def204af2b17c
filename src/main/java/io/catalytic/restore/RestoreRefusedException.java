package io.catalytic.restore;

import io.catalytic.domain.Domain;
import java.io.IOException;
import java.util.List;

/** A restoration could not have succeeded, so that nothing was changed. Carries all reasons. */
public final class RestoreRefusedException extends IOException {
  private static final long serialVersionUID = 1;

  private final transient List<String> reasons;

  RestoreRefusedException(Domain domain, String problem, List<String> reasons) {
    super(
        problem
            + "; nothing was changed in "
            + domain.directory()
            + ":\n  "
            + String.join("\n  ", reasons));
    this.reasons = List.copyOf(reasons);
  }

  /** Returns all of them, a line each. */
  public List<String> reasons() {
    return reasons;
  }
}
