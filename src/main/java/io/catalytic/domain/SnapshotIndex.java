package io.catalytic.domain;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catalytic.digest.Digest;
import io.catalytic.digest.Hash;
import io.catalytic.digest.Json;
import io.catalytic.merkle.PageRef;
import io.catalytic.merkle.Root;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.RefDamagedException;
import io.catalytic.store.WriteBatch;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where a store keeps which manifest belongs to which root: a ref with one JSON object ({@code
 * schemas/snapshot.schema.json}), {@code roots/<root>}, or {@code roots/<root>.listed} of a
 * snapshot that did not give its contents to the store.
 *
 * <p>Two names, since the two are taken at a time by writers that know nothing of each other: what
 * the one says of the contents must not be replaced by the other, and refs can't be changed on a
 * condition. Whoever reads takes both together. Thread-safe.
 */
public final class SnapshotIndex {
  /** The first part of the refs' names. */
  static final String KIND = "roots";

  /** Ends the name of a record that says nothing of contents. */
  private static final String LISTED = ".listed";

  private static final int LEAST_DIGITS = 4;
  private static final String VERSION = "1.2";
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
   * @param pages the first page of the trie, a blob too; empty in records before version 1.2
   */
  public record Known(
      Root root, Digest manifest, List<RawPath> leftOut, boolean contents, Optional<Hash> pages) {
    /** Takes a copy. */
    public Known {
      leftOut = List.copyOf(leftOut);
    }

    /** A state without pages. */
    public Known(Root root, Digest manifest, List<RawPath> leftOut, boolean contents) {
      this(root, manifest, leftOut, contents, Optional.empty());
    }

    /** Returns the state of a snapshot whose manifest and pages a store has. */
    static Known of(Snapshot snapshot, Digest manifest, boolean contents, Hash pages) {
      List<RawPath> leftOut = List.copyOf(snapshot.domain().leftOut());
      return new Known(snapshot.root(), manifest, leftOut, contents, Optional.of(pages));
    }

    /** Returns it as the JSON of {@code schemas/snapshot.schema.json}. */
    public ObjectNode toJson() {
      ObjectNode json =
          Json.object()
              .put("schema_version", VERSION)
              .put("root", root.hash().hex())
              .put("trie_root", root.trie().hex())
              .put("entries", root.entries())
              .put("bytes", root.fileBytes())
              .put("manifest", manifest.hash().hex())
              .put("manifest_bytes", manifest.size());
      ArrayNode paths = json.putArray("left_out");
      leftOut.forEach(path -> RawPathText.put(paths.addObject(), path));
      json.put("contents", contents);
      pages.ifPresent(page -> json.put("pages", page.hex()));
      return json;
    }

    /**
     * Returns the state that {@link #toJson} wrote, perhaps as a part of another record.
     *
     * @throws IOException if it is of a newer version, or damaged
     */
    public static Known fromJson(JsonNode json) throws IOException {
      String root = json.path("root").asText();
      if (!Hash.isHex(root)) {
        throw new IOException("a snapshot record is damaged: it has the root \"" + root + "\"");
      }
      return SnapshotIndex.fromJson(Hash.parse(root), json);
    }
  }

  /**
   * Keeps a snapshot's manifest and the pages of its trie in the store and makes it known by its
   * root.
   *
   * @param contents whether the store has the contents, durably
   */
  public Known add(Snapshot snapshot, boolean contents) throws IOException {
    try (WriteBatch batch = store.begin()) {
      Digest manifest = batch.put(Manifest.write(snapshot.entries().iterator()));
      Hash pages = SnapshotPages.write(snapshot.entries().iterator(), batch).page();
      batch.commit();
      Known known = Known.of(snapshot, manifest, contents, pages);
      add(known);
      return known;
    }
  }

  /**
   * Keeps the pages of the trie of a manifest that is in the store already, and makes it known by
   * its root. In bounded memory.
   *
   * @throws IOException also if the manifest is not that of the root
   */
  public Known addWithPages(Known snapshot) throws IOException {
    Hash manifest = snapshot.manifest().hash();
    try (WriteBatch batch = store.begin();
        InputStream bytes = store.open(manifest)) {
      PageRef trie = SnapshotPages.write(Manifest.read(bytes), batch);
      if (!Root.of(trie.subtree()).equals(snapshot.root())) {
        throw new IOException(
            "the manifest " + manifest + " is not that of the root " + snapshot.root().hash());
      }
      batch.commit();
      Known known =
          new Known(
              snapshot.root(),
              snapshot.manifest(),
              snapshot.leftOut(),
              snapshot.contents(),
              Optional.of(trie.page()));
      add(known);
      return known;
    }
  }

  /** Makes a committed manifest known by its root; contents and pages that were known stay so. */
  public void add(Known snapshot) throws IOException {
    String name = name(snapshot.root().hash());
    Optional<Known> before = before(snapshot.root().hash());
    if (snapshot.contents()) {
      write(name, snapshot, before);
      store.refs().delete(name + LISTED); // only now: a reader finds the one or the other
    } else if (!before.filter(known -> knowsAll(known, snapshot)).isPresent()) {
      write(name + LISTED, snapshot, before);
    }
  }

  private static boolean knowsAll(Known known, Known snapshot) {
    return known.contents() && (known.pages().isPresent() || snapshot.pages().isEmpty());
  }

  private void write(String name, Known snapshot, Optional<Known> before) throws IOException {
    Known written =
        new Known(
            snapshot.root(),
            snapshot.manifest(),
            snapshot.leftOut(),
            snapshot.contents(),
            snapshot.pages().or(() -> before.flatMap(Known::pages)));
    store.refs().write(name, Json.write(written.toJson()).getBytes(StandardCharsets.UTF_8));
  }

  private Optional<Known> before(Hash root) throws IOException {
    try {
      return find(root);
    } catch (RefDamagedException e) {
      return Optional.empty(); // it is about to be replaced
    }
  }

  /**
   * Returns what is known of the root that a text names.
   *
   * @param text 64 hex digits, or at least the first 4 if no other root that the store knows begins
   *     with them
   * @throws IllegalArgumentException if it names none, or several
   * @throws IOException as {@link #find}
   */
  public Known named(String text) throws IOException {
    if (!text.matches("[0-9a-f]{" + LEAST_DIGITS + ",64}")) {
      throw new IllegalArgumentException(
          "a root is 64 lower-case hex digits, or at least the first "
              + LEAST_DIGITS
              + " of them; got \""
              + text
              + "\"");
    }
    List<String> names =
        store.refs().list(KIND).stream()
            .filter(name -> name.startsWith(KIND + "/" + text))
            .map(name -> rootOf(name))
            .distinct()
            .toList();
    if (names.size() > 1) {
      throw new IllegalArgumentException(
          "the store knows "
              + names.size()
              + " roots that begin with "
              + text
              + "; give more of it");
    }
    Optional<Known> known = Optional.empty();
    if (!names.isEmpty()) {
      known = find(Hash.parse(names.get(0)));
    }
    return known.orElseThrow(
        () ->
            new IllegalArgumentException(
                "the store has no snapshot of root "
                    + text
                    + "; name the store of the snapshot with --store"));
  }

  /**
   * Returns what is known of a root.
   *
   * @throws IOException if the record is of a newer version, or damaged
   */
  public Optional<Known> find(Hash root) throws IOException {
    // In this order: the first is deleted only once the other is there.
    Optional<Known> listed = read(root, name(root) + LISTED);
    Optional<Known> known = read(root, name(root));
    if (listed.isEmpty() || known.isEmpty()) {
      return known.or(() -> listed);
    }
    return Optional.of(
        new Known(
            known.get().root(),
            known.get().manifest(),
            known.get().leftOut(),
            known.get().contents(),
            known.get().pages().or(listed.get()::pages)));
  }

  private Optional<Known> read(Hash root, String name) throws IOException {
    Optional<byte[]> record = store.refs().read(name);
    return record.isEmpty() ? Optional.empty() : Optional.of(parse(root, record.get()));
  }

  /** Returns the root that a ref is about, if its name is right: 64 hex digits. */
  static String rootOf(String name) {
    String root = name.substring(name.indexOf('/') + 1);
    return root.endsWith(LISTED) ? root.substring(0, root.length() - LISTED.length()) : root;
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
    return fromJson(root, json);
  }

  private static Known fromJson(Hash root, JsonNode json) throws IOException {
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
          json.path("contents").asBoolean(),
          json.has("pages")
              ? Optional.of(Hash.parse(json.path("pages").asText()))
              : Optional.empty());
    } catch (IllegalArgumentException e) {
      throw new IOException("the store's record of root " + root + " is damaged: " + json, e);
    }
  }

  private static String name(Hash root) {
    return KIND + "/" + root.hex();
  }
}
