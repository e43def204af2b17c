package io.catalytic.job;

import java.util.List;
import java.util.stream.Collectors;

/** A job spec or runner config cannot be used. The message is ready to print: a line each fault. */
public final class SpecException extends Exception {
  private static final long serialVersionUID = 1;

  private final List<SpecFault> faults;

  SpecException(List<SpecFault> faults) {
    super(faults.stream().map(SpecFault::toString).collect(Collectors.joining("\n")));
    this.faults = List.copyOf(faults);
  }

  SpecException(String source, String pointer, String message) {
    this(List.of(new SpecFault(source, pointer, message)));
  }

  /** Returns every fault that was found, at least one. */
  public List<SpecFault> faults() {
    return faults;
  }
}
