package io.catalytic.context;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catalytic.digest.Digest;
import io.catalytic.digest.Excerpt;
import io.catalytic.digest.Hash;
import java.io.IOException;
import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The references of one commit, as they stand in a ref ({@code schemas/context-segment.schema.json}
 * ).
 *
 * @param references by hash
 */
record SegmentRecord(SortedMap<Hash, Reference> references) {

  /** The most references in one; a larger commit writes several. About 110 bytes each. */
  static final int MOST = 4096;

  SegmentRecord {
    references = Collections.unmodifiableSortedMap(new TreeMap<>(references));
  }

  static SegmentRecord of(Collection<Reference> references) {
    SortedMap<Hash, Reference> byHash = new TreeMap<>();
    references.forEach(
        reference -> byHash.merge(reference.digest().hash(), reference, Reference::or));
    return new SegmentRecord(byHash);
  }

  byte[] write() {
    ObjectNode json = RecordVersion.start();
    ArrayNode array = json.putArray("references");
    references.values().forEach(reference -> array.add(reference.toJson()));
    return RecordVersion.write(json);
  }

  /**
   * Reads it back.
   *
   * @param ref where it was read, for messages
   * @throws IOException if it is of a newer version, or damaged
   */
  static SegmentRecord parse(String ref, byte[] record) throws IOException {
    SortedMap<Hash, Reference> references = new TreeMap<>();
    int index = 0;
    for (JsonNode item : RecordVersion.array(ref, record, "references")) {
      Reference reference = reference(ref, index++, item);
      references.put(reference.digest().hash(), reference);
    }
    return new SegmentRecord(references);
  }

  private static Reference reference(String ref, int index, JsonNode json) throws IOException {
    String digest = json.path("digest").asText();
    JsonNode size = json.path("size");
    Optional<Kind> kind = Kind.ofWireName(json.path("kind").asText());
    if (!Hash.isHex(digest) || !size.canConvertToLong() || !isCount(size) || kind.isEmpty()) {
      throw RecordVersion.damaged(
          ref,
          "/references/"
              + index
              + ": must have digest (64 lower-case hex digits), size (0 or more) and kind (json,"
              + " bytes); got "
              + Excerpt.line(json.toString(), 200));
    }
    return new Reference(new Digest(Hash.parse(digest), size.longValue()), kind.get());
  }

  private static boolean isCount(JsonNode number) {
    return number.isIntegralNumber() && number.longValue() >= 0;
  }
}
