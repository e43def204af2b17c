package io.catalytic.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catalytic.digest.Hash;
import io.catalytic.digest.Json;
import io.catalytic.domain.ClaimedContent;
import io.catalytic.domain.PathProof;
import io.catalytic.domain.PathProofJson;
import io.catalytic.domain.RawPathText;
import io.catalytic.merkle.InvalidProofException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code check-proof PROOF [FILE]}: whether a proof holds, with nothing but the proof. */
@Command(
    name = "check-proof",
    description = {
      "Check a proof of a path. No store and no directory is needed, only the proof, the root that"
          + " you trust and, if you like, the file.",
      "Exit code 5, and the reason, if it does not hold; 2 if it is no proof at all."
    })
final class CheckProofCommand implements Callable<Integer> {
  /** Far more than any proof has. */
  private static final int MOST = 1 << 20;

  @Mixin private final Output output = new Output();

  @Parameters(index = "0", paramLabel = "PROOF", description = "What prove wrote; - for stdin.")
  private String proofFile = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "FILE",
      description =
          "Check that this is the file (by content only: a copy may have another name and mode), the"
              + " symbolic link (by target), or a directory.")
  private @Nullable Path file;

  @Option(
      names = "--root",
      paramLabel = "ROOT",
      description =
          "The root that you trust: 64 hex digits. Without it, the proof only holds for the root"
              + " that it names itself.")
  private @Nullable String root;

  @Override
  public Integer call() throws IOException {
    Optional<Hash> trusted = Optional.ofNullable(root).map(Hash::parse);
    PathProof proof = PathProofJson.read(read());
    if (file != null && !proof.isPresent()) {
      throw new IllegalArgumentException(
          "the proof is one of absence, so there is no content for " + file + " to have");
    }
    try {
      proof.check(trusted.orElse(proof.root()));
      if (file != null) {
        ClaimedContent.check(proof.value().orElseThrow(), file);
      }
    } catch (InvalidProofException e) {
      print(proof, Optional.of(e.reason()));
      return ExitCode.NOT_RESTORED;
    }
    print(proof, Optional.empty());
    if (trusted.isEmpty()) {
      output.remark(
          "this holds for the root that the proof itself names: compare that with a root that you"
              + " trust, or give it with --root");
    }
    return ExitCode.OK;
  }

  private byte[] read() throws IOException {
    try (InputStream in =
        proofFile.equals("-") ? System.in : Files.newInputStream(Path.of(proofFile))) {
      byte[] bytes = in.readNBytes(MOST + 1);
      if (bytes.length > MOST) {
        throw new IllegalArgumentException(
            proofFile + ": not a proof of a path: it has more than " + MOST + " bytes");
      }
      return bytes;
    }
  }

  private void print(PathProof proof, Optional<String> fault) {
    if (output.isJson()) {
      output.object(toJson(proof, fault));
    } else if (fault.isPresent()) {
      output.text("does not hold: %s%n", fault.get());
    } else {
      String also = file == null ? "" : "; " + file + " has that content";
      output.text("holds: %s%s%n", ProofSentence.of(proof), also);
    }
  }

  private ObjectNode toJson(PathProof proof, Optional<String> fault) {
    ObjectNode json = Json.object().put("schema_version", "1.0").put("holds", fault.isEmpty());
    json.put("reason", fault.orElse(null));
    json.put("root", proof.root().hex()).put("root_given", root != null);
    RawPathText.put(json, proof.path());
    json.put("present", proof.isPresent());
    json.set("entry", proof.value().map(PathProofJson::entry).orElse(null));
    return json.put("file", file == null ? null : file.toString());
  }
}
