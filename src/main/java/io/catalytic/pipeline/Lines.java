package io.catalytic.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catalytic.digest.Digest;
import io.catalytic.digest.Json;
import io.catalytic.domain.Entry;
import io.catalytic.domain.ManifestLine;
import io.catalytic.domain.RawPath;
import io.catalytic.domain.RawPathText;
import io.catalytic.memo.Provenance;
import io.catalytic.pipeline.OutcomeRef.Answered;
import io.catalytic.pipeline.OutcomeRef.Failed;
import io.catalytic.store.ObjectStore;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The lines of the run's output files. */
final class Lines {
  private Lines() {}

  /** A line of {@code manifest.jsonl}. */
  static final class OfManifest implements LineWriter<Entry> {
    private static final long serialVersionUID = 1;

    @Override
    public RawPath path(Entry entry) {
      return entry.path();
    }

    @Override
    public String line(Entry entry, ObjectStore store) {
      return ManifestLine.write(entry);
    }
  }

  /** A line of {@code results.jsonl}: every analysed file has one, with or without an answer. */
  static final class OfResults implements LineWriter<AnalysedFile> {
    private static final long serialVersionUID = 1;
    private static final int LARGEST_ANSWER = 1 << 28;

    @Override
    public RawPath path(AnalysedFile analysed) {
      return analysed.file().path();
    }

    @Override
    public String line(AnalysedFile analysed, ObjectStore store) throws IOException {
      FileRef file = analysed.file();
      ObjectNode line = start(file.path(), file.content());
      line.put("language", file.language().orElse(null));
      if (analysed.outcome().ending() instanceof Answered answered) {
        byte[] answer = store.read(answered.result().hash(), LARGEST_ANSWER);
        line.put("status", "answered");
        line.put("result", answered.result().hash().hex()).set("output", Json.parse(answer));
      } else {
        line.put("status", "dead_letter");
        line.putNull("result").putNull("output");
      }
      return Json.write(line);
    }
  }

  /** A line of {@code dead-letters.jsonl}, for a file that has no answer. */
  static final class OfDeadLetters implements LineWriter<AnalysedFile> {
    private static final long serialVersionUID = 1;

    @Override
    public RawPath path(AnalysedFile analysed) {
      return analysed.file().path();
    }

    @Override
    public String line(AnalysedFile analysed, ObjectStore store) {
      FileRef file = analysed.file();
      Failed failed = (Failed) analysed.outcome().ending();
      return Json.write(
          start(file.path(), file.content())
              .put("reason", failed.reason().wireName())
              .put("detail", failed.detail())
              .put("attempts", analysed.outcome().provenance().attempts()));
    }
  }

  /** A line of {@code provenance.jsonl}: where the outcome of a file comes from. */
  static final class OfProvenance implements LineWriter<AnalysedFile> {
    private static final long serialVersionUID = 1;

    private final @Nullable String model;

    /** With the digest of the model that was asked, if it is known. */
    OfProvenance(@Nullable String model) {
      this.model = model;
    }

    @Override
    public RawPath path(AnalysedFile analysed) {
      return analysed.file().path();
    }

    @Override
    public String line(AnalysedFile analysed, ObjectStore store) {
      FileRef file = analysed.file();
      Provenance from = analysed.outcome().provenance();
      return Json.write(
          start(file.path(), file.content())
              .put("model", model)
              .put("memoised", !analysed.ownCall())
              .put("attempts", from.attempts())
              .put("chunks", from.chunks())
              .put("recovered", from.recovered())
              .put("prompt_tokens", from.tokens().prompt())
              .put("output_tokens", from.tokens().output())
              .put("duration_ms", from.durationMillis()));
    }
  }

  /** A line of {@code skipped.jsonl}. */
  static final class OfSkipped implements LineWriter<SkippedFile> {
    private static final long serialVersionUID = 1;

    @Override
    public RawPath path(SkippedFile skipped) {
      return skipped.entry().path();
    }

    @Override
    public String line(SkippedFile skipped, ObjectStore store) {
      return Json.write(
          start(skipped.entry().path(), skipped.entry().content())
              .put("reason", skipped.why().reason().wireName())
              .put("detail", skipped.why().detail())
              .put("attempts", 0));
    }
  }

  private static ObjectNode start(RawPath path, Digest content) {
    ObjectNode line = Json.object();
    RawPathText.put(line, path);
    return line.put("digest", content.hash().hex());
  }
}
