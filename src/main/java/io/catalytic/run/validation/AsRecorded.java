package io.catalytic.run.validation;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.catalytic.digest.Hash;
import io.catalytic.digest.Json;
import io.catalytic.domain.RawPath;
import io.catalytic.domain.RawPathText;
import io.catalytic.run.validation.RunFinding.Kind;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Compares a file of lines with what the run wrote, as both are read: names each line that was
 * changed, and where, each that is gone and each that was added.
 *
 * <p>Lines are ordered by path, so what belongs together is found by merging. Only where the next
 * lines on both sides agree again are two lines of different paths taken for one that was changed.
 */
final class AsRecorded {
  private final String file;
  private final Ahead<FileLine> was;
  private final Ahead<FileLine> is;
  private final Findings findings;
  private long last;

  private AsRecorded(String file, Ahead<FileLine> was, Ahead<FileLine> is, Findings findings) {
    this.file = file;
    this.was = was;
    this.is = is;
    this.findings = findings;
  }

  /**
   * Says how the lines of a file differ.
   *
   * @param was lines that the run wrote
   * @param is lines that are there
   */
  static void compare(String file, Ahead<FileLine> was, Ahead<FileLine> is, Findings findings) {
    new AsRecorded(file, was, is, findings).compare();
  }

  private void compare() {
    while (was.hasNext() && is.hasNext()) {
      FileLine written = was.next();
      FileLine line = is.next();
      last = line.number();
      if (!line.isSameAs(written)) {
        different(written, line);
      }
    }
    was.forEachRemaining(written -> gone(written, last + 1));
    is.forEachRemaining(this::surplus);
  }

  private void different(FileLine first, FileLine second) {
    FileLine written = first;
    FileLine line = second;
    while (true) {
      int order = isNextTheSame() ? 0 : order(written, line);
      if (order == 0) {
        changed(written, line);
        return;
      }
      if (order < 0) {
        gone(written, line.number());
        if (!was.hasNext()) {
          surplus(line);
          return;
        }
        written = was.next();
      } else {
        surplus(line);
        if (!is.hasNext()) {
          gone(written, line.number() + 1);
          return;
        }
        line = is.next();
        last = line.number();
      }
      if (line.isSameAs(written)) {
        return;
      }
    }
  }

  private boolean isNextTheSame() {
    return was.hasNext() == is.hasNext() && (!was.hasNext() || was.peek().isSameAs(is.peek()));
  }

  /** A line that names no path belongs where it stands, unless what follows it does. */
  private int order(FileLine written, FileLine line) {
    Optional<RawPath> expected = path(written);
    Optional<RawPath> found = path(line);
    if (expected.isEmpty() || found.isEmpty()) {
      return is.hasNext() && is.peek().isSameAs(written) ? 1 : 0;
    }
    return expected.get().compareTo(found.get());
  }

  private static Optional<RawPath> path(FileLine line) {
    try {
      return Optional.of(RawPathText.get(Json.parse(line.text())));
    } catch (JsonProcessingException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private void changed(FileLine written, FileLine line) {
    long before = findings.total();
    try {
      JsonDifferences.forEach(
          Json.parse(written.text()),
          Json.parse(line.text()),
          (pointer, what) -> findings.at(Kind.CHANGED, file, line.number(), pointer, what));
    } catch (JsonProcessingException e) {
      findings.line(
          Kind.CHANGED,
          file,
          line.number(),
          "is not JSON, as the run wrote it; cut or edited: " + e.getOriginalMessage());
      return;
    }
    if (findings.total() == before) {
      String what =
          line.isEnded() == written.isEnded()
              ? "the same value in other bytes: spacing, line ends, order of keys"
              : "its line feed is missing: the file was cut";
      findings.line(Kind.CHANGED, file, line.number(), what);
    }
  }

  private void gone(FileLine written, long number) {
    findings.line(
        Kind.MISSING,
        file,
        number,
        "here the run wrote a line more, which is gone: " + name(written));
  }

  private void surplus(FileLine line) {
    findings.line(
        Kind.SURPLUS, file, line.number(), "the run did not write this line here: " + name(line));
  }

  private static String name(FileLine line) {
    return path(line).map(RawPath::display).orElse(line.text());
  }

  /** Returns how a file that is not as recorded is told where the store can't say more. */
  static String other(Hash was, @Nullable Hash is) {
    return "the run wrote a file of SHA-256 " + was + "; this one has " + is;
  }
}
