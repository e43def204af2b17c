package io.catalytic.instruction;

import io.catalytic.schema.Violation;
import java.util.List;

/** An instruction that cannot be used: a name that does not exist, or a file with faults. */
public final class InvalidInstructionException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  private final List<String> faults;
  private final transient List<Violation> violations;

  private InvalidInstructionException(List<String> faults, List<Violation> violations) {
    super(String.join("\n", faults));
    this.faults = List.copyOf(faults);
    this.violations = List.copyOf(violations);
  }

  InvalidInstructionException(String source, List<Violation> violations) {
    this(violations.stream().map(fault -> source + ": " + fault).toList(), violations);
  }

  InvalidInstructionException(String fault) {
    this(List.of(fault), List.of(new Violation("", fault)));
  }

  /**
   * Returns every fault, at least one, each a line as {@code x.json: /output_schema/type: must be
   * "object"; got 5}.
   */
  public List<String> faults() {
    return faults;
  }

  /** Returns every fault with its JSON pointer, which is empty for that of the whole. */
  public List<Violation> violations() {
    return violations;
  }
}
