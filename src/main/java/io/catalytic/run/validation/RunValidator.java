package io.catalytic.run.validation;

import com.fasterxml.jackson.databind.JsonNode;
import io.catalytic.digest.Digest;
import io.catalytic.digest.Hash;
import io.catalytic.digest.Hasher;
import io.catalytic.domain.Manifest;
import io.catalytic.domain.ManifestDiff;
import io.catalytic.instruction.Instruction;
import io.catalytic.instruction.Instructions;
import io.catalytic.instruction.InvalidInstructionException;
import io.catalytic.merkle.Root;
import io.catalytic.run.RunFiles;
import io.catalytic.run.RunRecord;
import io.catalytic.run.RunTracer;
import io.catalytic.run.validation.RunFinding.Kind;
import io.catalytic.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Validates a finished run from its outputs and its store alone. Each validates one run, once. */
public final class RunValidator {
  private static final int LARGEST_INSTRUCTION = 1 << 26;

  private final Path path;
  private final ObjectStore store;
  private final StoredBlobs blobs;
  private final ValidationOptions options;
  private final Findings findings;
  private final TreeMap<String, Hash> digests = new TreeMap<>();
  private long lines;
  private long bytes;

  private RunValidator(Path path, ObjectStore store, ValidationOptions options) {
    this.path = path;
    this.store = store;
    this.blobs = new StoredBlobs(store);
    this.options = options;
    this.findings = new Findings(options.maxFindings());
  }

  /**
   * Reads all of a run and returns what is wrong with it.
   *
   * @param directory the run's files
   * @param store the run's store; only read, but that it sets corrupt blobs aside, as with each
   *     read
   * @throws NoSuchFileException if that is no directory of a run
   * @throws IOException if a file or the store can't be read, or the run is of a newer version
   */
  public static ValidationReport validate(
      Path directory, ObjectStore store, ValidationOptions options) throws IOException {
    try {
      return new RunValidator(directory, store, options).validate();
    } catch (UncheckedIOException e) {
      throw new IOException(e.getMessage(), e.getCause());
    }
  }

  private ValidationReport validate() throws IOException {
    RunDirectory directory = RunDirectory.open(path, findings);
    for (String name : RunDirectory.NAMES) {
      if (directory.has(name)) {
        digests.put(name, digest(directory, name));
      }
    }
    Optional<Document> record = document(directory, RunFiles.RECORD);
    Optional<Recorded> recorded = recorded(directory, record);
    Optional<JsonNode> trusted =
        recorded.map(Recorded::value).or(() -> record.map(Document::value));
    if (trusted.isPresent()) {
      refuseNewer(trusted.get());
      if (!directory.has(RunFiles.PROVENANCE)
          && !Set.of("1.0", "1.1").contains(trusted.get().path("schema_version").asText())) {
        findings.file(Kind.MISSING, RunFiles.PROVENANCE, "is missing");
      }
    }
    if (recorded.isPresent() && record.isPresent()) {
      long before = findings.total();
      record.get().compare(recorded.get().text());
      @Nullable Hash is = digests.get(RunFiles.RECORD);
      if (findings.total() == before && !Objects.equals(recorded.get().hash(), is)) {
        findings.file(Kind.CHANGED, RunFiles.RECORD, AsRecorded.other(recorded.get().hash(), is));
      }
    }
    Optional<Document> proof = document(directory, RunFiles.PROOF);
    if (trusted.isPresent()) {
      asRecorded(directory, proof, trusted.get().path("outputs"));
    }
    Optional<Instruction> instruction =
        trusted.isPresent() ? instruction(trusted.get()) : Optional.empty();
    Answers answers = new Answers(instruction, blobs, findings);
    Seen seen = outputs(directory, answers);
    Optional<Document> formed = proof.filter(file -> file.fits("proof"));
    if (record.isPresent() && record.get().fits("run")) {
      new RecordCheck(record.get()).check(seen, formed, instruction);
    }
    if (formed.isPresent()) {
      proof(directory, formed.get(), seen, trusted);
    }
    return new ValidationReport(
        trusted.map(value -> value.path("run_id").asText()),
        lines,
        bytes,
        answers.good(),
        seen.trie().map(trie -> Root.of(trie.subtree()).hash().hex()),
        findings.counts(),
        findings.listed());
  }

  private Hash digest(RunDirectory directory, String name) throws IOException {
    try (InputStream in = directory.open(name)) {
      Hasher hasher = new Hasher();
      byte[] buffer = new byte[1 << 16];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        hasher.update(buffer, 0, read);
      }
      Digest digest = hasher.finish();
      bytes += digest.size();
      return digest.hash();
    }
  }

  private Optional<Document> document(RunDirectory directory, String name) throws IOException {
    if (!directory.has(name)) {
      return Optional.empty();
    }
    try (InputStream in = directory.open(name)) {
      return Document.read(name, in, options.maxHeld(), findings);
    }
  }

  /** A run's directory has the run's name, unless it was given another; then the record knows. */
  private Optional<Recorded> recorded(RunDirectory directory, Optional<Document> record)
      throws IOException {
    List<String> names = new ArrayList<>();
    names.add(directory.name());
    record.ifPresent(file -> names.add(file.at("/run_id").asText()));
    List<String> damaged = new ArrayList<>();
    Optional<Recorded> recorded = Recorded.find(store, names, damaged);
    damaged.forEach(what -> findings.file(Kind.CORRUPT, RunFiles.RECORD, what));
    if (recorded.isEmpty() && damaged.isEmpty() && record.isPresent()) {
      record
          .get()
          .found(
              Kind.MISSING,
              "/run_id",
              "the store has no record "
                  + RunTracer.KIND
                  + "/"
                  + record.get().at("/run_id").asText()
                  + ": name the run's store with --store; without it nobody can tell what the run"
                  + " wrote");
    }
    return recorded;
  }

  private static void refuseNewer(JsonNode record) throws IOException {
    String version = record.path("schema_version").asText();
    if (version.matches("[0-9]{1,9}\\.[0-9]{1,9}") && !version.startsWith(RunRecord.MAJOR)) {
      throw new IOException(
          "the run record has version "
              + version
              + "; this program reads "
              + RunRecord.MAJOR
              + "x: use a newer one");
    }
  }

  private void asRecorded(RunDirectory directory, Optional<Document> proof, JsonNode outputs)
      throws IOException {
    for (String name : RunDirectory.NAMES) {
      if (name.equals(RunFiles.RECORD) || !Hash.isHex(outputs.path(name).asText())) {
        continue;
      }
      Hash was = Hash.parse(outputs.path(name).asText());
      @Nullable Hash is = digests.get(name);
      boolean isSame = Objects.equals(was, is);
      long before = findings.total();
      boolean isThere =
          blobs.read(
              was,
              blob -> {
                if (is != null && !isSame) {
                  compare(directory, name, proof, blob);
                }
              },
              (kind, what) -> findings.file(kind, name, "as the run wrote it: " + what));
      if (is != null && !isSame && (!isThere || findings.total() == before)) {
        findings.file(Kind.CHANGED, name, AsRecorded.other(was, is));
      }
    }
  }

  private void compare(
      RunDirectory directory, String name, Optional<Document> proof, InputStream blob)
      throws IOException {
    if (name.equals(RunFiles.PROOF)) {
      byte[] written = blob.readNBytes((int) options.maxHeld() + 1);
      if (proof.isPresent() && written.length <= options.maxHeld()) {
        proof.get().compare(new String(written, StandardCharsets.UTF_8));
      }
      return;
    }
    try (InputStream in = directory.open(name)) {
      AsRecorded.compare(
          name,
          new FileLines(blob, options.maxHeld()),
          new FileLines(in, options.maxHeld()),
          findings);
    }
  }

  private Optional<Instruction> instruction(JsonNode record) throws IOException {
    String hex = record.at("/instruction/digest").asText();
    if (!Hash.isHex(hex)) {
      return Optional.empty(); // which the schema says
    }
    Hash digest = Hash.parse(hex);
    String id = record.at("/instruction/id").asText();
    if (Instructions.builtIn().contains(id)) {
      Instruction builtIn = Instructions.named(id);
      if (builtIn.digest().equals(digest)) {
        return Optional.of(builtIn);
      }
    }
    List<Instruction> read = new ArrayList<>();
    blobs.read(
        digest,
        blob -> {
          byte[] json = blob.readNBytes(LARGEST_INSTRUCTION);
          try {
            read.add(
                Instructions.parse("the instruction", new String(json, StandardCharsets.UTF_8)));
          } catch (InvalidInstructionException e) {
            findings.file(Kind.CORRUPT, RunFiles.RECORD, String.valueOf(e.getMessage()));
          }
        },
        (kind, what) ->
            findings.file(
                kind,
                RunFiles.RECORD,
                "the instruction, so that answers can't be checked against it: " + what));
    return read.stream().findFirst();
  }

  private Seen outputs(RunDirectory directory, Answers answers) throws IOException {
    try (Lists lists = new Lists(directory, options, findings)) {
      Seen seen =
          new OutputsCheck(
                  lists.open(RunFiles.MANIFEST, "manifest"),
                  lists.open(RunFiles.RESULTS, "result"),
                  lists.open(RunFiles.DEAD_LETTERS, "dead-letter"),
                  lists.open(RunFiles.SKIPPED, "skipped"),
                  lists.open(RunFiles.PROVENANCE, "provenance"),
                  answers,
                  findings)
              .check();
      lines = lists.linesRead();
      return seen;
    }
  }

  private void proof(RunDirectory directory, Document proof, Seen seen, Optional<JsonNode> record)
      throws IOException {
    Optional<Root> before = seen.trie().map(trie -> Root.of(trie.subtree()));
    ProofCheck check = new ProofCheck(proof);
    check.roots(before, Optional.ofNullable(digests.get(RunFiles.MANIFEST)));
    String after = record.map(value -> value.at("/restoration/manifest_after").asText()).orElse("");
    if (before.isEmpty() || !Hash.isHex(after)) {
      return;
    }
    after(directory, check, Hash.parse(after));
  }

  /** Compares the manifests before and after, of which both have their form. */
  private void after(RunDirectory directory, ProofCheck check, Hash manifest) throws IOException {
    StoredBlobs.Fault fault =
        (kind, what) ->
            findings.file(kind, RunFiles.RECORD, "the manifest after the last outcome: " + what);
    try (ManifestRoot root = new ManifestRoot()) {
      boolean isWhole =
          blobs.read(
              manifest,
              blob -> {
                var entries = Manifest.read(blob);
                while (entries.hasNext()) {
                  root.add(entries.next());
                }
              },
              fault);
      if (!isWhole) {
        return;
      }
      check.after(Root.of(root.trie().subtree()));
      blobs.read(
          manifest,
          blob -> {
            try (InputStream before = directory.open(RunFiles.MANIFEST)) {
              ManifestDiff.compare(Manifest.read(before), Manifest.read(blob), check::difference);
              check.noMoreDifferences();
            }
          },
          fault);
    } catch (IllegalArgumentException e) {
      findings.file(Kind.CORRUPT, RunFiles.RECORD, "the manifest after is none: " + e.getMessage());
    }
  }
}
