package io.catalytic.cli;

import io.catalytic.domain.PathProof;
import io.catalytic.domain.RawPath;
import io.catalytic.merkle.LeafValue;
import java.util.Locale;

/** What a proof says, in one sentence. */
final class ProofSentence {
  private ProofSentence() {}

  static String of(PathProof proof) {
    String claim = proof.value().map(ProofSentence::what).orElse("is not there");
    return name(proof.path()) + " " + claim + ", under root " + proof.root();
  }

  private static String what(LeafValue value) {
    String mode = String.format(Locale.ROOT, "%04o", value.mode());
    return switch (value.type()) {
      case FILE ->
          "is a file of " + value.size() + " bytes, mode " + mode + ", SHA-256 " + value.content();
      case DIRECTORY -> "is a directory of mode " + mode;
      case SYMLINK ->
          "is a symbolic link with a target of "
              + value.size()
              + " bytes, SHA-256 "
              + value.content();
    };
  }

  static String name(RawPath path) {
    return path.isRoot() ? "." : path.display();
  }
}
