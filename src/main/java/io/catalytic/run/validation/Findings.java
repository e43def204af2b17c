package io.catalytic.run.validation;

import io.catalytic.run.validation.RunFinding.Kind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Collects what is found: lists as much as was asked for, counts all. For one thread.
 *
 * <p>What was found at a listed place is not told again for the consequences that it has there: of
 * bad forms and contradictions a place has one at most, and none if it was changed.
 */
final class Findings {
  private final int most;
  private final List<RunFinding> listed = new ArrayList<>();
  private final Set<String> places = new HashSet<>();
  private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);

  Findings(int most) {
    this.most = most;
    for (Kind kind : Kind.values()) {
      counts.put(kind, 0L);
    }
  }

  /** Takes what is wrong with a file as a whole. */
  void file(Kind kind, String file, String what) {
    add(new RunFinding(kind, file, OptionalLong.empty(), Optional.empty(), what));
  }

  /** Takes what is wrong with a line. */
  void line(Kind kind, String file, long line, String what) {
    add(new RunFinding(kind, file, OptionalLong.of(line), Optional.empty(), what));
  }

  /** Takes what is wrong at a place of a line, or of a file that is one JSON value. */
  void at(Kind kind, String file, long line, String pointer, String what) {
    add(new RunFinding(kind, file, OptionalLong.of(line), Optional.of(pointer), what));
  }

  private void add(RunFinding finding) {
    boolean mayFollow = finding.kind() == Kind.FORM || finding.kind() == Kind.CONTRADICTION;
    if (mayFollow && places.contains(finding.where())) {
      return;
    }
    counts.merge(finding.kind(), 1L, Long::sum);
    if (listed.size() < most) {
      listed.add(finding);
      places.add(finding.where());
    }
  }

  long total() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  List<RunFinding> listed() {
    return List.copyOf(listed);
  }

  Map<Kind, Long> counts() {
    return new EnumMap<>(counts);
  }
}
