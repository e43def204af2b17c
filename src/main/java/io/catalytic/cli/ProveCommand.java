package io.catalytic.cli;

import io.catalytic.digest.Json;
import io.catalytic.domain.PathProof;
import io.catalytic.domain.PathProofJson;
import io.catalytic.domain.PathProver;
import io.catalytic.domain.RawPath;
import io.catalytic.domain.SnapshotIndex;
import io.catalytic.merkle.InvalidProofException;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.Stores;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code prove ROOT PATH}: evidence of what a root has at a path. */
@Command(
    name = "prove",
    description = {
      "Prove that a path is under a root, and as what; or that it is not.",
      "The proof is some 2,000 bytes of JSON. check-proof needs nothing else to check it."
    })
final class ProveCommand implements Callable<Integer> {
  @Mixin private final Output output = new Output();

  @Parameters(
      index = "0",
      paramLabel = "ROOT",
      description = "The root of a snapshot or run: 64 hex digits, or its first ones.")
  private String root = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "PATH",
      description = "The path, relative to the directory of the snapshot; . is that directory.")
  private @Nullable String path;

  @Option(
      names = "--path-base64",
      paramLabel = "BASE64",
      description = "The path's raw bytes in Base64, in place of PATH: for one that is not UTF-8.")
  private @Nullable String pathBase64;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Write the proof to a new file instead of standard output.")
  private @Nullable Path file;

  @Mixin private final StoreOption store = new StoreOption();

  @Override
  public Integer call() throws IOException {
    RawPath wanted = wanted();
    PathProof proof;
    try (ObjectStore objects = Stores.openExisting(store.workspace().store())) {
      SnapshotIndex.Known known = new SnapshotIndex(objects).named(root);
      proof = PathProver.prove(objects, known, wanted);
    }
    try {
      proof.check();
    } catch (InvalidProofException e) {
      throw new IllegalStateException("the proof that was made does not hold", e);
    }
    String json =
        output.isJson()
            ? Json.write(PathProofJson.write(proof))
            : Json.pretty(PathProofJson.write(proof));
    if (file == null) {
      output.text("%s%n", json);
      return ExitCode.OK;
    }
    byte[] bytes = (json + "\n").getBytes(StandardCharsets.UTF_8);
    NewFile.write(new ByteArrayInputStream(bytes), file);
    if (!output.isJson()) {
      output.text("%s: %s%n", file, ProofSentence.of(proof));
    }
    return ExitCode.OK;
  }

  private RawPath wanted() {
    if ((path == null) == (pathBase64 == null)) {
      throw new IllegalArgumentException("give either PATH or --path-base64");
    }
    if (path == null) {
      return RawPath.of(Base64.getDecoder().decode(String.valueOf(pathBase64)));
    }
    // A proof that another path is absent would be a trap.
    if (path.indexOf('\ufffd') >= 0) {
      throw new IllegalArgumentException(
          "the path is not text in this locale; give its bytes with --path-base64: " + path);
    }
    return path.equals(".") ? RawPath.ROOT : RawPath.of(path);
  }
}
