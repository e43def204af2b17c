package io.catalytic.domain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.catalytic.digest.Digest;
import io.catalytic.digest.Hash;
import io.catalytic.digest.Hasher;
import io.catalytic.merkle.EntryType;
import io.catalytic.merkle.LeafValue;
import io.catalytic.merkle.Root;
import io.catalytic.merkle.Subtree;
import io.catalytic.merkle.TrieProof;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.Stores;
import io.catalytic.store.WriteBatch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Makes the vectors in {@code src/test/resources/io/catalytic/domain/proofs}: good proofs, and what
 * an adversary would make of them. {@code mvn test -Dtest=ProofVectorsTest
 * -Dtest.jvm.flags=-Dcatalytic.vectors=write} writes the files anew.
 *
 * <p>A vector called {@code forged-…} leads to the root that it is checked against: only a rule can
 * refuse it, never a hash.
 */
final class ProofVectors {
  private static final String OTHER_ROOT = "leads to the root";

  /** A part of every reason: which of the rules comes first is no matter. */
  private static final String SOME_REASON = " ";

  private static final String NO_PROOF = "not a proof of a path: ";
  private static final byte[] HELLO = "hello\n".getBytes(StandardCharsets.UTF_8);

  private final Map<String, ProofVector> vectors = new TreeMap<>();
  private final SnapshotTrie trie;
  private final Hash root;

  private ProofVectors() throws IOException {
    List<Entry> entries = new ArrayList<>();
    entries.add(directory(RawPath.ROOT));
    entries.add(file(RawPath.of("a.txt")));
    entries.add(directory(RawPath.of("empty")));
    byte[] target = "a.txt".getBytes(StandardCharsets.UTF_8);
    entries.add(new Entry(RawPath.of("link"), EntryType.SYMLINK, 0, Digest.of(target)));
    entries.add(file(RawPath.of(new byte[] {(byte) 0xff, '.', 'c'})));
    for (int i = 0; i < 40; i++) {
      entries.add(file(RawPath.of(String.format(Locale.ROOT, "f%02d", i))));
    }
    trie = trie(entries);
    root = trie.prove(RawPath.ROOT).root();
  }

  private static Entry directory(RawPath path) {
    return new Entry(path, EntryType.DIRECTORY, 0755, Entry.NO_CONTENT);
  }

  private static Entry file(RawPath path) {
    return new Entry(path, EntryType.FILE, 0644, Digest.of(HELLO));
  }

  private static SnapshotTrie trie(List<Entry> entries) throws IOException {
    List<Entry> sorted = new ArrayList<>(entries);
    sorted.sort(Comparator.comparing(Entry::path));
    ObjectStore store = Stores.inMemory();
    try (WriteBatch batch = store.begin()) {
      Digest manifest = batch.put(Manifest.write(sorted.iterator()));
      batch.commit();
      Root root = Manifest.root(sorted.iterator());
      SnapshotIndex index = new SnapshotIndex(store);
      index.addWithPages(new SnapshotIndex.Known(root, manifest, List.of(), false));
      return SnapshotTrie.kept(store, index.find(root.hash()).orElseThrow()).orElseThrow();
    }
  }

  /** Returns all of them by name. */
  static Map<String, ProofVector> make() throws IOException {
    ProofVectors made = new ProofVectors();
    made.good();
    made.mutate("present", made.prove("a.txt"));
    made.mutate("other-leaf", made.absent(TrieProof.OtherLeaf.class));
    made.mutate("empty-slot", made.absent(TrieProof.EmptySlot.class));
    made.ofPresence(made.prove("a.txt"));
    made.ofAbsence();
    made.forged();
    return Collections.unmodifiableMap(made.vectors);
  }

  private PathProof prove(String path) throws IOException {
    return trie.prove(RawPath.of(path));
  }

  /** A path that is not there, and whose way is long enough to be spoilt everywhere. */
  private PathProof absent(Class<? extends TrieProof.Claim> kind) throws IOException {
    for (int i = 0; ; i++) {
      PathProof proof = prove("missing-" + i);
      if (kind.isInstance(proof.claim()) && proof.siblings().size() >= 5) {
        return proof;
      }
    }
  }

  private void good() throws IOException {
    holds("file", prove("a.txt"));
    holds("directory", prove("empty"));
    holds("own-directory", trie.prove(RawPath.ROOT));
    holds("symlink", prove("link"));
    holds("not-utf8", trie.prove(RawPath.of(new byte[] {(byte) 0xff, '.', 'c'})));
    holds("other-leaf", absent(TrieProof.OtherLeaf.class));
    holds("empty-slot", absent(TrieProof.EmptySlot.class));
    SnapshotTrie one = trie(List.of(directory(RawPath.ROOT)));
    holds("lone-entry", one.prove(RawPath.ROOT));
    holds("beside-a-lone-entry", one.prove(RawPath.of("x")));
  }

  private void holds(String name, PathProof proof) {
    add("holds-" + name, proof.root(), "", PathProofJson.write(proof));
  }

  private void add(String name, Hash trusted, String refusal, JsonNode proof) {
    if (vectors.put(name, new ProofVector(name, trusted, refusal, proof)) != null) {
      throw new IllegalStateException("two vectors are called " + name);
    }
  }

  private void spoil(PathProof proof, String name, String refusal, Consumer<ObjectNode> mutation) {
    ObjectNode json = PathProofJson.write(proof);
    mutation.accept(json);
    add(name, root, refusal, json);
  }

  private static Hash flipped(Hash hash) {
    byte[] bytes = hash.bytes();
    bytes[31] ^= 1;
    return Hash.ofBytes(bytes);
  }

  private void mutate(String kind, PathProof proof) {
    fields(kind, proof);
    List<Hash> is = proof.siblings();
    for (int i = 0; i < is.size(); i++) {
      String at = String.format(Locale.ROOT, "%s-sibling-%02d-", kind, i);
      boolean last = i == is.size() - 1;
      siblings(at + "flipped", OTHER_ROOT, proof, with(is, i, flipped(is.get(i))));
      siblings(at + "dropped", SOME_REASON, proof, without(is, i));
      siblings(at + "doubled", SOME_REASON, proof, inserted(is, i, is.get(i)));
      if (!is.get(i).equals(Hash.ZERO)) {
        siblings(at + "zeroed", last ? "is empty" : OTHER_ROOT, proof, with(is, i, Hash.ZERO));
      }
      if (!last && !is.get(i).equals(is.get(i + 1))) {
        List<Hash> swapped = new ArrayList<>(is);
        Collections.swap(swapped, i, i + 1);
        siblings(at + "swapped", SOME_REASON, proof, swapped);
      }
    }
    siblings(kind + "-siblings-none", SOME_REASON, proof, List.of());
    siblings(kind + "-siblings-257", "257 siblings", proof, Collections.nCopies(257, root));
    List<Hash> reversed = new ArrayList<>(is);
    Collections.reverse(reversed);
    siblings(kind + "-siblings-reversed", SOME_REASON, proof, reversed);
    spoil(
        proof,
        kind + "-sibling-short",
        NO_PROOF + "/siblings/0",
        json -> ((ArrayNode) json.get("siblings")).set(0, is.get(0).hex().substring(2)));
    spoil(
        proof,
        kind + "-sibling-upper-case",
        NO_PROOF + "/siblings/0",
        json -> ((ArrayNode) json.get("siblings")).set(0, "AB" + is.get(0).hex().substring(2)));
  }

  /** Of every key: missing, and of another type; and of those that are the same for all, others. */
  private void fields(String kind, PathProof proof) {
    for (Map.Entry<String, JsonNode> field : PathProofJson.write(proof).properties()) {
      String key = field.getKey();
      spoil(proof, kind + "-without-" + key, NO_PROOF + "/" + key, json -> json.remove(key));
      IntNode seven = IntNode.valueOf(7);
      TextNode text = TextNode.valueOf("text");
      JsonNode other = field.getValue().isNumber() ? text : seven;
      spoil(
          proof,
          kind + "-other-type-of-" + key,
          NO_PROOF + "/" + key,
          json -> json.set(key, other));
    }
    spoil(proof, kind + "-entries-more", OTHER_ROOT, json -> json.put("entries", 46));
    spoil(proof, kind + "-entries-none", "/entries", json -> json.put("entries", 0));
    spoil(proof, kind + "-bytes-less", OTHER_ROOT, json -> json.put("bytes", 1));
    spoil(proof, kind + "-bytes-negative", "/bytes", json -> json.put("bytes", -1));
    spoil(proof, kind + "-path-of-another", SOME_REASON, json -> json.put("path", "f01"));
    spoil(proof, kind + "-version-2", "use a newer one", json -> json.put("schema_version", "2.0"));
    spoil(proof, kind + "-construction-2", "/construction", j -> j.put("construction", "x/2"));
    Hash another = flipped(root);
    spoil(proof, kind + "-root-flipped", "is about the root", j -> j.put("root", another.hex()));
    add(kind + "-of-another-root", another, "is about the root", PathProofJson.write(proof));
  }

  private void siblings(String name, String refusal, PathProof proof, List<Hash> siblings) {
    spoil(
        proof,
        name,
        refusal,
        json -> {
          ArrayNode array = json.putArray("siblings");
          siblings.forEach(sibling -> array.add(sibling.hex()));
        });
  }

  private static List<Hash> with(List<Hash> list, int at, Hash hash) {
    List<Hash> changed = new ArrayList<>(list);
    changed.set(at, hash);
    return changed;
  }

  private static List<Hash> without(List<Hash> list, int at) {
    List<Hash> changed = new ArrayList<>(list);
    changed.remove(at);
    return changed;
  }

  private static List<Hash> inserted(List<Hash> list, int at, Hash hash) {
    List<Hash> changed = new ArrayList<>(list);
    changed.add(at, hash);
    return changed;
  }

  private void ofPresence(PathProof proof) {
    entry(proof, "mode", OTHER_ROOT, entry -> entry.put("mode", "0755"));
    entry(proof, "mode-long", "/entry/mode", entry -> entry.put("mode", "00644"));
    entry(proof, "size", OTHER_ROOT, entry -> entry.put("size", 7));
    entry(proof, "size-negative", "/entry/size", entry -> entry.put("size", -6));
    Hash other = flipped(Hasher.sha256(HELLO));
    entry(proof, "digest", OTHER_ROOT, entry -> entry.put("digest", other.hex()));
    entry(proof, "digest-missing", "/entry/digest", entry -> entry.remove("digest"));
    entry(proof, "type", OTHER_ROOT, entry -> entry.put("type", "symlink").put("mode", "0000"));
    entry(proof, "type-unknown", "/entry/type", entry -> entry.put("type", "fifo"));
    entry(
        proof,
        "directory-with-digest",
        "/entry/digest",
        entry -> entry.put("type", "directory").put("size", 0));
    spoil(proof, "present-and-other-leaf", "/other", json -> json.putNull("other"));
    LeafValue value = proof.value().orElseThrow();
    // The path is there: its own leaf is shown as if it were another's.
    spoil(
        proof,
        "present-claimed-absent-by-its-own-leaf",
        "has the key itself",
        json -> {
          json.put("present", false).remove("entry");
          json.putObject("other")
              .put("key", proof.path().key().hex())
              .put("value_hash", value.hash().hex());
        });
    spoil(
        proof,
        "present-claimed-absent-by-nothing",
        OTHER_ROOT,
        json -> json.put("present", false).putNull("other").remove("entry"));
  }

  private void entry(PathProof proof, String what, String why, Consumer<ObjectNode> mutation) {
    spoil(
        proof,
        "present-entry-" + what,
        why,
        json -> mutation.accept((ObjectNode) json.get("entry")));
  }

  private void ofAbsence() throws IOException {
    PathProof proof = absent(TrieProof.OtherLeaf.class);
    TrieProof.OtherLeaf other = (TrieProof.OtherLeaf) proof.claim();
    Consumer<ObjectNode> flipKey =
        json -> ((ObjectNode) json.get("other")).put("key", flipped(other.key()).hex());
    spoil(proof, "other-leaf-key-flipped", OTHER_ROOT, flipKey);
    spoil(
        proof,
        "other-leaf-value-flipped",
        OTHER_ROOT,
        json ->
            ((ObjectNode) json.get("other")).put("value_hash", flipped(other.valueHash()).hex()));
    spoil(
        proof,
        "other-leaf-value-short",
        "/other/value_hash",
        json -> ((ObjectNode) json.get("other")).put("value_hash", "00"));
    spoil(proof, "other-leaf-as-nothing", OTHER_ROOT, json -> json.putNull("other"));
    JsonNode entry = PathProofJson.write(prove("a.txt")).get("entry");
    spoil(proof, "other-leaf-and-entry", "/entry", json -> json.set("entry", entry));
    // A proof that is all right, but for the way to another path.
    PathProof far = prove("a.txt");
    spoil(
        proof,
        "other-leaf-not-in-the-way",
        "not in the key's way",
        json -> {
          json.putObject("other")
              .put("key", far.path().key().hex())
              .put("value_hash", far.value().orElseThrow().hash().hex());
          ArrayNode siblings = json.putArray("siblings");
          far.siblings().forEach(sibling -> siblings.add(sibling.hex()));
        });
  }

  /** With roots that were made to fit. */
  private void forged() throws IOException {
    RawPath path = RawPath.of("a.txt");
    Hash any = Hasher.sha256(HELLO);
    TrieProof.EmptySlot nothing = new TrieProof.EmptySlot();
    forge("empty-proof", "whole trie is empty", path, nothing, List.of());
    forge("last-sibling-empty", "last sibling is empty", path, nothing, List.of(any, Hash.ZERO));
    TrieProof.OtherLeaf own = new TrieProof.OtherLeaf(path.key(), any);
    forge("own-leaf-as-other", "has the key itself", path, own, List.of(any));
    forge("own-leaf-alone-as-other", "has the key itself", path, own, List.of());
    TrieProof.OtherLeaf far = new TrieProof.OtherLeaf(farFrom(path.key()), any);
    forge("wrong-prefix", "share 0 bits", path, far, List.of(any));
    TrieProof.OtherLeaf near = new TrieProof.OtherLeaf(flipped(path.key()), any);
    forge(
        "wrong-prefix-at-the-last-bit",
        "share 255 bits",
        path,
        near,
        Collections.nCopies(256, any));
    forge(
        "nothing-below-the-last-bit",
        "at most 255 siblings",
        path,
        nothing,
        Collections.nCopies(256, any));
  }

  private static Hash farFrom(Hash key) {
    byte[] bytes = key.bytes();
    bytes[0] ^= (byte) 0x80;
    return Hash.ofBytes(bytes);
  }

  private void forge(
      String name, String refusal, RawPath path, TrieProof.Claim claim, List<Hash> siblings) {
    Hash hash = Hash.ZERO;
    if (claim instanceof TrieProof.OtherLeaf other) {
      hash = Subtree.leaf(other.key(), other.valueHash(), 0).hash();
    }
    for (int i = siblings.size() - 1; i >= 0; i--) {
      boolean left = path.key().bit(i) == 0;
      byte[] one = (left ? hash : siblings.get(i)).bytes();
      byte[] two = (left ? siblings.get(i) : hash).bytes();
      hash = new Hasher().update((byte) 1).update(one).update(two).finish().hash();
    }
    Hash made = Root.of(hash, 2, 0).hash();
    PathProof proof = new PathProof(made, 2, 0, path, Optional.empty(), claim, siblings);
    add("forged-" + name, made, refusal, PathProofJson.write(proof));
  }
}
