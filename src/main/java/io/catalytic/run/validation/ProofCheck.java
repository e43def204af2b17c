package io.catalytic.run.validation;

import com.fasterxml.jackson.databind.JsonNode;
import io.catalytic.digest.Hash;
import io.catalytic.domain.Difference;
import io.catalytic.domain.RawPath;
import io.catalytic.domain.RawPathText;
import io.catalytic.merkle.Root;
import io.catalytic.run.RunFiles;
import io.catalytic.run.validation.RunFinding.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether {@code proof.json} holds: its roots follow from their parts, and these from the
 * manifests; it is restored if and only if the roots are equal; it lists the differences that there
 * are.
 */
final class ProofCheck {
  private final Document proof;
  private int next;

  ProofCheck(Document proof) {
    this.proof = proof;
  }

  /**
   * Says what does not hold of the roots.
   *
   * @param before root of the manifest, if it could be computed
   * @param manifest hash of the manifest, if it is there
   */
  void roots(Optional<Root> before, Optional<Hash> manifest) {
    for (String list : List.of("/left_out", "/differences", "/not_rehashed")) {
      for (int i = 0; i < proof.at(list).size(); i++) {
        path(list + "/" + i);
      }
    }
    parts("/before");
    parts("/after");
    before.ifPresent(root -> follows("/before", root, RunFiles.MANIFEST));
    manifest.ifPresent(hash -> proof.expect("/manifest", hash, RunFiles.MANIFEST));
    boolean isRestored =
        proof.at("/before").equals(proof.at("/after")) && proof.at("/not_rehashed").isEmpty();
    proof.expect("/restored", isRestored, "comparing the roots");
  }

  private void path(String at) {
    try {
      PathField.read(proof.at(at));
    } catch (IllegalArgumentException e) {
      proof.found(Kind.FORM, at + "/path", String.valueOf(e.getMessage()));
    }
  }

  private void parts(String at) {
    Root follows =
        Root.of(
            Hash.parse(proof.at(at + "/trie_root").asText()),
            proof.at(at + "/entries").asLong(),
            proof.at(at + "/bytes").asLong());
    proof.expect(at + "/root", follows.hash(), "hashing its parts");
  }

  private void follows(String at, Root root, String from) {
    proof.expect(at + "/trie_root", root.trie(), from);
    proof.expect(at + "/entries", root.entries(), from);
    proof.expect(at + "/bytes", root.fileBytes(), from);
    proof.expect(at + "/root", root.hash(), from);
  }

  /** Says what does not follow from the manifest after. */
  void after(Root root) {
    follows("/after", root, "the manifest after");
  }

  /** Takes the next difference between the two manifests, which has to be the next that is told. */
  void difference(Difference difference) {
    if (difference.change() == Difference.Change.REMOVED && isNotKnown(difference.path())) {
      return;
    }
    JsonNode told = proof.at("/differences").path(next);
    if (!told.equals(difference.toJson())) {
      proof.found(
          Kind.CONTRADICTION,
          "/differences/" + next,
          "the manifests give " + difference.toJson() + "; here is " + told);
    }
    next++;
  }

  /** Says which differences are told that are none. */
  void noMoreDifferences() {
    for (int i = next; i < proof.at("/differences").size(); i++) {
      proof.found(
          Kind.CONTRADICTION, "/differences/" + i, "the manifests do not differ there any more");
    }
  }

  /** What could not be read again, or lies below it, is not known to be removed. */
  private boolean isNotKnown(RawPath path) {
    for (RawPath refused : notRehashed()) {
      if (path.isUnder(refused)) {
        return true;
      }
    }
    return false;
  }

  private List<RawPath> notRehashed() {
    List<RawPath> paths = new ArrayList<>();
    for (JsonNode refused : proof.at("/not_rehashed")) {
      try {
        paths.add(RawPathText.get(refused));
      } catch (IllegalArgumentException e) {
        // Told by roots() already.
      }
    }
    return paths;
  }

  /** Returns a path of the file for people. */
  static String display(JsonNode path) {
    try {
      return RawPathText.get(path).display();
    } catch (IllegalArgumentException e) {
      return path.path("path").asText();
    }
  }
}
