package io.catalytic.domain;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catalytic.digest.Digest;
import io.catalytic.digest.Hash;
import io.catalytic.digest.Json;
import io.catalytic.merkle.Root;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.WriteBatch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where a store keeps which manifest belongs to which root: a ref {@code roots/<root>} with one
 * JSON object ({@code schemas/snapshot.schema.json}). Thread-safe.
 */
public final class SnapshotIndex {
  /** The first part of the refs' names. */
  static final String KIND = "roots";

  private static final String VERSION = "1.1";
  private static final String MAJOR = "1.";

  private final ObjectStore store;

  /** Reads and writes the index of a store. */
  public SnapshotIndex(ObjectStore store) {
    this.store = store;
  }

  /**
   * A domain's state that the store knows.
   *
   * @param root the commitment
   * @param manifest the manifest's blob
   * @param leftOut paths that were left out
   * @param contents whether the store was given the contents too, and not only hashed them; records
   *     of version 1.0 do not tell, which counts as no
   */
  public record Known(Root root, Digest manifest, List<RawPath> leftOut, boolean contents) {
    /** Takes a copy. */
    public Known {
      leftOut = List.copyOf(leftOut);
    }
  }

  /**
   * Keeps a snapshot's manifest in the store and makes it known by its root.
   *
   * @param contents whether the store has the contents, durably
   */
  public Digest add(Snapshot snapshot, boolean contents) throws IOException {
    try (WriteBatch batch = store.begin()) {
      Digest manifest = batch.put(Manifest.write(snapshot.entries().iterator()));
      batch.commit();
      List<RawPath> leftOut = List.copyOf(snapshot.domain().leftOut());
      add(new Known(snapshot.root(), manifest, leftOut, contents));
      return manifest;
    }
  }

  /** Makes a committed manifest known by its root; contents that were known stay so. */
  public void add(Known snapshot) throws IOException {
    Root root = snapshot.root();
    ObjectNode json =
        Json.object()
            .put("schema_version", VERSION)
            .put("root", root.hash().hex())
            .put("trie_root", root.trie().hex())
            .put("entries", root.entries())
            .put("bytes", root.fileBytes())
            .put("manifest", snapshot.manifest().hash().hex())
            .put("manifest_bytes", snapshot.manifest().size());
    ArrayNode leftOut = json.putArray("left_out");
    snapshot.leftOut().forEach(path -> RawPathText.put(leftOut.addObject(), path));
    json.put("contents", snapshot.contents() || knowsContents(root.hash()));
    store.refs().write(name(root.hash()), Json.write(json).getBytes(StandardCharsets.UTF_8));
  }

  private boolean knowsContents(Hash root) {
    try {
      return find(root).filter(Known::contents).isPresent();
    } catch (IOException e) {
      return false; // a damaged record is about to be replaced
    }
  }

  /**
   * Returns what is known of a root.
   *
   * @throws IOException if the record is of a newer version, or damaged
   */
  public Optional<Known> find(Hash root) throws IOException {
    Optional<byte[]> record = store.refs().read(name(root));
    return record.isEmpty() ? Optional.empty() : Optional.of(parse(root, record.get()));
  }

  /** Returns what the record of a root says; as {@link #find}. */
  static Known parse(Hash root, byte[] record) throws IOException {
    JsonNode json;
    try {
      json = Json.parse(record);
    } catch (JsonProcessingException e) {
      throw new IOException(
          "the store's record of root " + root + " is not JSON: " + e.getOriginalMessage(), e);
    }
    String version = json.path("schema_version").asText();
    if (!version.startsWith(MAJOR)) {
      throw new IOException(
          "the store's record of root "
              + root
              + " has version "
              + version
              + "; this program reads "
              + MAJOR
              + "x: use a newer one");
    }
    try {
      Root parts =
          new Root(
              root,
              Hash.parse(json.path("trie_root").asText()),
              json.path("entries").asLong(-1),
              json.path("bytes").asLong(-1));
      List<RawPath> leftOut = new ArrayList<>();
      json.path("left_out").forEach(path -> leftOut.add(RawPathText.get(path)));
      Hash manifest = Hash.parse(json.path("manifest").asText());
      return new Known(
          parts,
          new Digest(manifest, json.path("manifest_bytes").asLong(-1)),
          leftOut,
          json.path("contents").asBoolean());
    } catch (IllegalArgumentException e) {
      throw new IOException("the store's record of root " + root + " is damaged: " + json, e);
    }
  }

  private static String name(Hash root) {
    return KIND + "/" + root.hex();
  }
}
