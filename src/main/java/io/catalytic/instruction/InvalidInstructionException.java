package io.catalytic.instruction;

import java.util.List;

/** An instruction that cannot be used: a name that does not exist, or a file with faults. */
public final class InvalidInstructionException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  private final List<String> faults;

  InvalidInstructionException(List<String> faults) {
    super(String.join("\n", faults));
    this.faults = List.copyOf(faults);
  }

  InvalidInstructionException(String fault) {
    this(List.of(fault));
  }

  /**
   * Returns every fault, at least one, each a line as {@code x.json: /output_schema/type: must be
   * "object"; got 5}.
   */
  public List<String> faults() {
    return faults;
  }
}
