package io.catalytic.context;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catalytic.digest.Excerpt;
import io.catalytic.digest.Hash;
import java.io.IOException;
import java.util.Collection;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * References of one segment that are live no more, as they stand in a ref ({@code
 * schemas/context-release.schema.json}).
 *
 * @param hashes which
 */
record ReleaseRecord(SortedSet<Hash> hashes) {

  ReleaseRecord {
    hashes = Collections.unmodifiableSortedSet(new TreeSet<>(hashes));
  }

  static ReleaseRecord of(Collection<Hash> hashes) {
    return new ReleaseRecord(new TreeSet<>(hashes));
  }

  byte[] write() {
    ObjectNode json = RecordVersion.start();
    ArrayNode array = json.putArray("released");
    hashes.forEach(hash -> array.add(hash.hex()));
    return RecordVersion.write(json);
  }

  /**
   * Reads it back.
   *
   * @param ref where it was read, for messages
   * @throws IOException if it is of a newer version, or damaged
   */
  static ReleaseRecord parse(String ref, byte[] record) throws IOException {
    SortedSet<Hash> hashes = new TreeSet<>();
    int index = 0;
    for (JsonNode item : RecordVersion.array(ref, record, "released")) {
      if (!item.isTextual() || !Hash.isHex(item.textValue())) {
        throw RecordVersion.damaged(
            ref,
            "/released/"
                + index
                + ": must be 64 lower-case hex digits; got "
                + Excerpt.line(item.toString(), 200));
      }
      hashes.add(Hash.parse(item.textValue()));
      index++;
    }
    return new ReleaseRecord(hashes);
  }
}
