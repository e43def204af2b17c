package io.catalytic.run;

import io.catalytic.digest.Digest;
import io.catalytic.digest.Hash;
import io.catalytic.digest.Hasher;
import io.catalytic.domain.Difference;
import io.catalytic.domain.RawPath;
import io.catalytic.instruction.Instruction;
import io.catalytic.instruction.Instructions;
import io.catalytic.merkle.Root;
import io.catalytic.model.ModelIdentity;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Run records to choose from: an ordinary one that can be made as large as it gets. */
final class SampleRecord {
  private static final Instruction INSTRUCTION = Instructions.named("extract_structure");

  String directory = "/data/project";
  final TreeSet<RawPath> leftOut = new TreeSet<>();
  ModelIdentity model = new ModelIdentity("embedded", "", "1");
  @Nullable ModelIdentity modelAfter = model;
  final List<Difference> differences = new ArrayList<>();
  final TreeMap<String, Long> languages = new TreeMap<>(Map.of("python", 3L));
  final List<String> notices = new ArrayList<>();
  long files = 3;
  long contentTokens = 12_345;

  RunRecord make() {
    Root before = Root.of(Hasher.sha256(new byte[] {1}), files + 1, files * 1000);
    Root after =
        differences.isEmpty()
            ? before
            : Root.of(Hasher.sha256(new byte[] {2}), files + 1, files * 1000);
    TreeMap<String, Digest> outputs = new TreeMap<>();
    for (String name :
        List.of(
            "dead-letters.jsonl",
            "manifest.jsonl",
            "proof.json",
            "provenance.jsonl",
            "results.jsonl",
            "skipped.jsonl")) {
      outputs.put(name, digest(name));
    }
    Map<String, Long> timings = new LinkedHashMap<>();
    List.of("root_before", "root_after", "total").forEach(phase -> timings.put(phase, files * 100));
    return new RunRecord(
        "20260101-000000-a1b2c3",
        Borrowed.directory(directory, leftOut),
        INSTRUCTION,
        model,
        Optional.ofNullable(modelAfter),
        new Restoration(before, after, digest("manifest").hash(), differences, List.of()),
        new Tally(
            files,
            files,
            files,
            files,
            files,
            files,
            files,
            files,
            languages,
            files,
            files,
            contentTokens),
        notices,
        0,
        outputs,
        timings);
  }

  /** Digits and letters in turn cost a token each, which is the most that a hash can. */
  private static Digest digest(String name) {
    int start = name.length() % 10;
    String pair = start + "" + (char) ('a' + start % 6);
    return new Digest(Hash.parse(pair.repeat(32)), 1);
  }

  /** Everything that can be large is, made of one text over and over. */
  static SampleRecord largest(String piece) {
    SampleRecord sample = new SampleRecord();
    sample.directory = "/" + ofBytes(piece, 4095);
    sample.model = new ModelIdentity("ollama", ofBytes(piece, 900), ofBytes(piece, 900));
    sample.modelAfter = new ModelIdentity("ollama", "other", ofBytes(piece, 900));
    sample.files = 1L << 53;
    sample.contentTokens = Long.MAX_VALUE;
    for (int i = 0; i < 1000; i++) {
      sample.notices.add(ofBytes(piece, 300) + i);
      sample.leftOut.add(RawPath.of(ofBytes(piece, 250) + i));
      sample.differences.add(
          new Difference(
              RawPath.of(ofBytes(piece, 4000) + i),
              Difference.Change.CHANGED,
              List.of("type", "mode", "content")));
    }
    sample.languages.clear();
    for (int i = 0; i < 60; i++) {
      sample.languages.put("language" + i, 100_000_000_000_000L + i);
    }
    return sample;
  }

  /** Repeats a text up to so many bytes of UTF-8, at least once. */
  private static String ofBytes(String piece, int bytes) {
    return piece.repeat(Math.max(1, bytes / piece.getBytes(StandardCharsets.UTF_8).length));
  }
}
