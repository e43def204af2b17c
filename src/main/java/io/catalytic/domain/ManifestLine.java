package io.catalytic.domain;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catalytic.digest.Digest;
import io.catalytic.digest.Hash;
import io.catalytic.digest.Json;
import io.catalytic.merkle.EntryType;

/**
 * One entry as one line of a manifest: {@code path}, {@code path_base64} where the path is not
 * UTF-8, {@code type}, {@code mode} (four octal digits), {@code size} in bytes, {@code digest} (not
 * for a directory).
 */
public final class ManifestLine {
  private ManifestLine() {}

  /** Returns the line, without its line end. */
  public static String write(Entry entry) {
    ObjectNode line = Json.object();
    RawPathText.put(line, entry.path());
    line.put("type", entry.type().wireName());
    line.put("mode", octal(entry.mode()));
    line.put("size", entry.content().size());
    if (entry.type() != EntryType.DIRECTORY) {
      line.put("digest", entry.content().hash().hex());
    }
    return Json.write(line);
  }

  /** Four octal digits; {@code String.format} takes longer than all the rest of the line. */
  private static String octal(int mode) {
    return Integer.toOctalString(010000 | mode).substring(1);
  }

  /**
   * Returns the entry of a line.
   *
   * @throws IllegalArgumentException if it is not a line that {@link #write} could have written
   */
  public static Entry read(String text) {
    try {
      JsonNode line = Json.parse(text);
      EntryType type = EntryType.ofWireName(line.path("type").asText());
      Hash hash =
          type == EntryType.DIRECTORY ? Hash.ZERO : Hash.parse(line.path("digest").asText());
      int mode = Integer.parseInt(line.path("mode").asText(), 8);
      Entry entry =
          new Entry(
              RawPathText.get(line), type, mode, new Digest(hash, line.path("size").asLong(-1)));
      if (!write(entry).equals(text)) {
        throw new IllegalArgumentException("not as this program writes it");
      }
      return entry;
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new IllegalArgumentException("bad manifest line: " + e.getMessage() + ": " + text, e);
    }
  }
}
