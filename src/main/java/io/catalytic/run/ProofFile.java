package io.catalytic.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catalytic.digest.Hash;
import io.catalytic.digest.Json;
import io.catalytic.domain.RawPathText;
import io.catalytic.merkle.Root;

/**
 * {@code proof.json} ({@code schemas/proof.schema.json}): both roots with their parts, and every
 * path that differs. Whoever has the manifest and the domain can compute the roots again.
 */
public final class ProofFile {
  private static final String VERSION = "1.0";

  private ProofFile() {}

  /**
   * Returns the file's JSON.
   *
   * @param manifest hash of {@code manifest.jsonl}, the entries under the root before
   */
  public static ObjectNode of(Borrowed borrowed, Hash manifest, Restoration restoration) {
    ObjectNode json =
        Json.object().put("schema_version", VERSION).put("construction", "catalytic/1");
    json.put("restored", restoration.restored());
    json.set("before", root(restoration.before()));
    json.set("after", root(restoration.after()));
    json.put("manifest", manifest.hex());
    ArrayNode leftOut = json.putArray("left_out");
    borrowed.leftOut().forEach(path -> RawPathText.put(leftOut.addObject(), path));
    ArrayNode differences = json.putArray("differences");
    restoration.differences().forEach(difference -> differences.add(difference.toJson()));
    ArrayNode notRehashed = json.putArray("not_rehashed");
    restoration
        .notRehashed()
        .forEach(
            refused -> {
              ObjectNode line = notRehashed.addObject();
              RawPathText.put(line, refused.path());
              line.put("reason", refused.reason());
            });
    ArrayNode notCovered = json.putArray("not_covered");
    borrowed.kind().notCovered().forEach(notCovered::add);
    return json;
  }

  private static ObjectNode root(Root root) {
    return Json.object()
        .put("root", root.hash().hex())
        .put("trie_root", root.trie().hex())
        .put("entries", root.entries())
        .put("bytes", root.fileBytes());
  }
}
