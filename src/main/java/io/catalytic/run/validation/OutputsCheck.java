package io.catalytic.run.validation;

import io.catalytic.domain.Entry;
import io.catalytic.domain.ManifestLine;
import io.catalytic.domain.RawPath;
import io.catalytic.merkle.EntryType;
import io.catalytic.run.validation.RunFinding.Kind;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Whether the lists of a run hold together, path by path: every file of the manifest is a result or
 * was skipped, each with its digest, every result without an answer has a dead letter, and every
 * result its provenance. All are ordered by path and are merged as they are read.
 *
 * <p>Where a line could not be read, nothing is said of what is only missing because of that: the
 * line itself is a finding.
 */
final class OutputsCheck {
  /** Far more than any program tells apart; what is made up must not fill the memory. */
  private static final int MOST_LANGUAGES = 1000;

  private final Rows manifest;
  private final Rows results;
  private final Rows dead;
  private final Rows left;
  private final Rows origins;
  private final Answers answers;
  private final Findings findings;
  private final TreeMap<String, Long> byLanguage = new TreeMap<>();
  private boolean isManifestGood = true;
  private boolean areLanguagesCounted = true;
  private long answered;
  private long deadLetters;
  private long overBudget;
  private long serverGone;
  private long skipped;
  private long memoised;
  private long recovered;

  /** Checks lists, each ordered by path. */
  OutputsCheck(
      Rows manifest,
      Rows results,
      Rows dead,
      Rows left,
      Rows origins,
      Answers answers,
      Findings findings) {
    this.manifest = manifest;
    this.results = results;
    this.dead = dead;
    this.left = left;
    this.origins = origins;
    this.answers = answers;
    this.findings = findings;
  }

  /** Reads all lines; says what is wrong. */
  Seen check() throws IOException {
    List<Rows> all = List.of(manifest, results, dead, left, origins);
    try (ManifestRoot root = new ManifestRoot()) {
      Optional<RawPath> path = least(all);
      while (path.isPresent()) {
        Optional<Row> entry = take(manifest, path.get());
        Optional<Entry> known = entry.flatMap(this::entry);
        if (known.isPresent()) {
          root.add(known.get());
        }
        Optional<Row> result = take(results, path.get());
        Optional<Row> skip = take(left, path.get());
        listed(entry, known, result, skip);
        Optional<Row> letter = take(dead, path.get());
        deadLetter(result, letter);
        origin(result, letter, take(origins, path.get()));
        if (result.isPresent()) {
          count(result.get());
        }
        skipped += skip.isPresent() ? 1 : 0;
        path = least(all);
      }
      boolean isWhole = isManifestGood && manifest.isComplete();
      return new Seen(
          answered,
          deadLetters,
          overBudget,
          serverGone,
          skipped,
          origins.isComplete() ? OptionalLong.of(memoised) : OptionalLong.empty(),
          origins.isComplete() ? OptionalLong.of(recovered) : OptionalLong.empty(),
          areLanguagesCounted
              ? Optional.of((SortedMap<String, Long>) byLanguage)
              : Optional.empty(),
          isWhole ? Optional.of(root.trie()) : Optional.empty(),
          Stream.of(manifest, results, dead, left).allMatch(Rows::isComplete));
    }
  }

  private static Optional<RawPath> least(List<Rows> lists) {
    return lists.stream()
        .filter(Rows::hasNext)
        .map(list -> list.peek().path())
        .min(Comparator.naturalOrder());
  }

  private static Optional<Row> take(Rows rows, RawPath path) {
    return rows.hasNext() && rows.peek().path().equals(path)
        ? Optional.of(rows.next())
        : Optional.empty();
  }

  private Optional<Entry> entry(Row row) {
    try {
      return Optional.of(ManifestLine.read(row.text()));
    } catch (IllegalArgumentException e) {
      isManifestGood = false;
      findings.line(Kind.FORM, manifest.file(), row.line(), String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private void listed(
      Optional<Row> row, Optional<Entry> entry, Optional<Row> result, Optional<Row> skip) {
    if (result.isPresent() && skip.isPresent()) {
      wrong(left, skip.get(), "/path", "the file has a result too");
    }
    result.ifPresent(line -> agrees(results, line, row, entry));
    skip.ifPresent(line -> agrees(left, line, row, entry));
    if (result.isPresent() && entry.isPresent() && entry.get().type() == EntryType.SYMLINK) {
      wrong(results, result.get(), "/path", "a symbolic link is never analysed");
    }
    boolean isFile = entry.isPresent() && entry.get().type() != EntryType.DIRECTORY;
    boolean areBothWhole = results.isComplete() && left.isComplete();
    if (row.isPresent() && isFile && result.isEmpty() && skip.isEmpty() && areBothWhole) {
      wrong(
          manifest,
          row.get(),
          "/path",
          "is neither in " + results.file() + " nor in " + left.file());
    }
  }

  private void agrees(Rows rows, Row line, Optional<Row> row, Optional<Entry> entry) {
    if (row.isEmpty()) {
      if (manifest.isComplete()) {
        wrong(rows, line, "/path", manifest.file() + " has no such path");
      }
    } else if (entry.isPresent()) {
      String digest = entry.get().content().hash().hex();
      if (entry.get().type() == EntryType.DIRECTORY) {
        wrong(rows, line, "/path", manifest.file() + " has a directory there");
      } else if (!line.text("digest").equals(digest)) {
        wrong(rows, line, "/digest", manifest.file() + " has " + digest);
      }
    }
  }

  private void deadLetter(Optional<Row> result, Optional<Row> letter) {
    boolean isDead = result.isPresent() && result.get().text("status").equals("dead_letter");
    if (isDead && letter.isEmpty() && dead.isComplete()) {
      wrong(results, result.get(), "/status", "there is no line in " + dead.file());
    } else if (letter.isPresent() && !isDead && results.isComplete()) {
      wrong(
          dead,
          letter.get(),
          "/path",
          "there is no line of status dead_letter in " + results.file());
    } else if (isDead && letter.isPresent()) {
      same(dead, letter.get(), results, result.get(), "digest");
    }
    String reason = letter.isPresent() ? letter.get().text("reason") : "";
    overBudget += reason.equals("over_budget") ? 1 : 0;
    serverGone += reason.equals("server_gone") ? 1 : 0;
  }

  private void origin(Optional<Row> result, Optional<Row> letter, Optional<Row> origin) {
    if (result.isPresent() && origin.isEmpty() && origins.isComplete()) {
      wrong(results, result.get(), "/path", "there is no line in " + origins.file());
    } else if (origin.isPresent() && result.isEmpty() && results.isComplete()) {
      wrong(origins, origin.get(), "/path", "there is no line in " + results.file());
    } else if (origin.isPresent() && result.isPresent()) {
      same(origins, origin.get(), results, result.get(), "digest");
    }
    boolean isAnswered = result.isPresent() && result.get().text("status").equals("answered");
    if (isAnswered && origin.isPresent()) {
      memoised += origin.get().value().path("memoised").asBoolean() ? 1 : 0;
      recovered += origin.get().value().path("recovered").asBoolean() ? 1 : 0;
    }
    if (origin.isPresent() && letter.isPresent()) {
      same(origins, origin.get(), dead, letter.get(), "attempts");
    }
  }

  private void same(Rows rows, Row row, Rows others, Row other, String field) {
    String expected = other.text(field);
    if (!row.text(field).equals(expected)) {
      wrong(rows, row, "/" + field, others.file() + " has " + expected);
    }
  }

  private void count(Row result) throws IOException {
    if (result.text("status").equals("answered")) {
      answered++;
      answers.check(result);
    } else {
      deadLetters++;
    }
    String language = result.value().path("language").asText("");
    if (byLanguage.size() < MOST_LANGUAGES || byLanguage.containsKey(language)) {
      byLanguage.merge(language, 1L, Long::sum);
    } else {
      areLanguagesCounted = false;
      wrong(results, result, "/language", "more than " + MOST_LANGUAGES + " languages");
    }
  }

  private void wrong(Rows rows, Row row, String pointer, String what) {
    findings.at(Kind.CONTRADICTION, rows.file(), row.line(), pointer, what);
  }
}
