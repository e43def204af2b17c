package io.catalytic.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catalytic.digest.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a store keeps what it is given from now on, the same for every writer of it wherever it runs:
 * the record of the ref {@code settings} ({@code schemas/store-settings.schema.json}). What was
 * written before stays as it is, and readers need none of it.
 *
 * @param packBelow blobs of fewer bytes share packs, from 0 (none do) to {@link #MAX_PACK_BELOW}
 * @param compression of the blobs in packs
 */
public record StoreSettings(long packBelow, Compression compression) {

  /** The largest that {@code packBelow} can be: 16 MiB. */
  public static final long MAX_PACK_BELOW = 1 << 24;

  /** What holds for a store that says nothing: packs for blobs below 128 KiB, uncompressed. */
  public static final StoreSettings DEFAULT = new StoreSettings(1 << 17, Compression.NONE);

  /** The ref that holds them. */
  static final String REF = "settings";

  private static final String VERSION = "1.0";
  private static final String MAJOR = "1.";

  /** Refuses what is out of range. */
  public StoreSettings {
    if (packBelow < 0 || packBelow > MAX_PACK_BELOW) {
      throw new IllegalArgumentException(
          "pack_below: must be from 0 to "
              + MAX_PACK_BELOW
              + " bytes ("
              + (MAX_PACK_BELOW >> 20)
              + " MiB); got "
              + packBelow);
    }
  }

  /**
   * Returns what these refs hold, or empty if the store says nothing.
   *
   * @throws IOException if the record is of a newer version, or damaged
   */
  public static Optional<StoreSettings> read(Refs refs) throws IOException {
    Optional<byte[]> record;
    try {
      record = refs.read(REF);
    } catch (RefDamagedException e) {
      throw unusable("the ref " + REF + " is not what was written", e);
    }
    return record.isEmpty() ? Optional.empty() : Optional.of(parse(record.get()));
  }

  private static StoreSettings parse(byte[] record) throws IOException {
    try {
      JsonNode json = Json.parse(record);
      String version = json.path("schema_version").asText();
      if (version.matches("[0-9]{1,9}\\..*") && !version.startsWith(MAJOR)) {
        throw new IOException(
            "the store's settings are of version "
                + version
                + ", and this program reads "
                + MAJOR
                + "x; use a newer program");
      }
      JsonNode packBelow = json.path("pack_below");
      if (!version.startsWith(MAJOR) || !packBelow.isIntegralNumber()) {
        throw new IllegalArgumentException("no version, or no pack_below");
      }
      return new StoreSettings(
          packBelow.canConvertToLong() ? packBelow.longValue() : -1,
          Compression.ofWireName(json.path("compression").asText()));
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw unusable(
          e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.getMessage(),
          e);
    }
  }

  private static IOException unusable(@Nullable String why, Exception cause) {
    return new IOException(
        "the store's settings can't be used: "
            + why
            + "; they were written by a newer program, or are damaged: give both anew, with"
            + " store config --pack-below SIZE --compression none|zstd",
        cause);
  }

  /** Writes them, in place of any before. */
  void write(Refs refs) throws IOException {
    refs.write(REF, Json.write(toJson()).getBytes(StandardCharsets.UTF_8));
  }

  /** Returns the record. */
  public ObjectNode toJson() {
    return Json.object()
        .put("schema_version", VERSION)
        .put("pack_below", packBelow)
        .put("compression", compression.wireName());
  }
}
