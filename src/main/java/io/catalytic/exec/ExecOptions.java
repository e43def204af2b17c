package io.catalytic.exec;

import io.catalytic.domain.Domain;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What to run, and in what.
 *
 * @param command the program and its arguments
 * @param domains the borrowed directories; the command starts in the first
 * @param keep globs of the paths whose changes stay
 * @param repair whether everything else is put back, and not only shown
 * @param timeout how long the command may take; empty for as long as it wants
 * @param grace how long its processes have between SIGTERM and SIGKILL
 * @param environment variables for the command, besides those of this process
 * @param outputToError whether what it prints goes to standard error
 * @param alone whether this process starts nothing else meanwhile: then what the command leaves
 *     behind is found by descent, too, and not only by its environment
 */
public record ExecOptions(
    List<String> command,
    List<Domain> domains,
    List<String> keep,
    boolean repair,
    Optional<Duration> timeout,
    Duration grace,
    Map<String, String> environment,
    boolean outputToError,
    boolean alone) {
  /** The grace if nothing else is asked for. */
  public static final Duration DEFAULT_GRACE = Duration.ofSeconds(10);

  /** Refuses to run nothing, or in nothing, or in directories that overlap. */
  public ExecOptions {
    command = List.copyOf(command);
    domains = List.copyOf(domains);
    keep = List.copyOf(keep);
    environment = Map.copyOf(environment);
    if (command.isEmpty() || domains.isEmpty()) {
      throw new IllegalArgumentException("a command, and a domain to run it in, must be given");
    }
    for (int i = 0; i < domains.size(); i++) {
      for (Domain other : domains.subList(i + 1, domains.size())) {
        if (overlap(domains.get(i).directory(), other.directory())) {
          throw new IllegalArgumentException(
              "the domains "
                  + domains.get(i).directory()
                  + " and "
                  + other.directory()
                  + " overlap; name the outer one only");
        }
      }
    }
  }

  /** Returns whether one directory is the other, or lies in it. */
  static boolean overlap(String one, String other) {
    return Path.of(one).startsWith(other) || Path.of(other).startsWith(one);
  }
}
