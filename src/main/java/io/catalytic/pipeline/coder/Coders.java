package io.catalytic.pipeline.coder;

import io.catalytic.digest.Digest;
import io.catalytic.digest.Hash;
import io.catalytic.domain.Entry;
import io.catalytic.domain.RawPath;
import io.catalytic.instruction.DeadLetter;
import io.catalytic.memo.InputKey;
import io.catalytic.memo.Provenance;
import io.catalytic.merkle.EntryType;
import io.catalytic.merkle.Root;
import io.catalytic.merkle.Subtree;
import io.catalytic.merkle.TrieBins;
import io.catalytic.model.TokenCounts;
import io.catalytic.pipeline.AnalysedFile;
import io.catalytic.pipeline.FileRef;
import io.catalytic.pipeline.OutcomeRef;
import io.catalytic.pipeline.SkippedFile;
import io.catalytic.pipeline.source.Spot;
import io.catalytic.selection.Selection;
import io.catalytic.selection.SkipReason;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderRegistry;

/** The coders of this project's values. */
public final class Coders {
  /** Where entries are. */
  public static final Coder<Spot> SPOT =
      new ValueCoder<>(Spot.class, Coders::putSpot, Coders::spot);

  /** Entries. */
  public static final Coder<Entry> ENTRY =
      new ValueCoder<>(Entry.class, Coders::putEntry, Coders::entry);

  /** Files to be analysed. */
  public static final Coder<FileRef> FILE =
      new ValueCoder<>(FileRef.class, Coders::putFile, Coders::file);

  /** Files not analysed. */
  public static final Coder<SkippedFile> SKIPPED =
      new ValueCoder<>(SkippedFile.class, Coders::putSkipped, Coders::skipped);

  /** Names of inputs. */
  public static final Coder<InputKey> KEY =
      new ValueCoder<>(
          InputKey.class, (key, out) -> putHash(key.hash(), out), in -> new InputKey(hash(in)));

  /** Files with how their calls ended. */
  public static final Coder<AnalysedFile> ANALYSED =
      new ValueCoder<>(AnalysedFile.class, Coders::putAnalysed, Coders::analysed);

  /** Leaves of the trie. */
  public static final Coder<Subtree.Leaf> LEAF =
      new ValueCoder<>(Subtree.Leaf.class, Coders::putLeaf, Coders::leaf);

  /** Gathered parts of the trie. */
  public static final Coder<TrieBins> BINS =
      new ValueCoder<>(TrieBins.class, Coders::putBins, Coders::bins);

  /** Roots. */
  public static final Coder<Root> ROOT =
      new ValueCoder<>(Root.class, Coders::putRoot, Coders::root);

  private Coders() {}

  /** Makes a pipeline's registry know all of them. */
  public static void register(CoderRegistry registry) {
    registry.registerCoderForClass(Spot.class, SPOT);
    registry.registerCoderForClass(Entry.class, ENTRY);
    registry.registerCoderForClass(FileRef.class, FILE);
    registry.registerCoderForClass(SkippedFile.class, SKIPPED);
    registry.registerCoderForClass(InputKey.class, KEY);
    registry.registerCoderForClass(AnalysedFile.class, ANALYSED);
    registry.registerCoderForClass(Subtree.Leaf.class, LEAF);
    registry.registerCoderForClass(TrieBins.class, BINS);
    registry.registerCoderForClass(Root.class, ROOT);
  }

  private static void putBytes(byte[] bytes, DataOutputStream out) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static byte[] bytes(DataInputStream in) throws IOException {
    byte[] bytes = new byte[in.readInt()];
    in.readFully(bytes);
    return bytes;
  }

  /** Not writeUTF, which ends at 64 KiB. */
  private static void putText(String text, DataOutputStream out) throws IOException {
    putBytes(text.getBytes(StandardCharsets.UTF_8), out);
  }

  private static String text(DataInputStream in) throws IOException {
    return new String(bytes(in), StandardCharsets.UTF_8);
  }

  private static void putHash(Hash hash, DataOutputStream out) throws IOException {
    out.write(hash.bytes());
  }

  private static Hash hash(DataInputStream in) throws IOException {
    byte[] bytes = new byte[Hash.BYTES];
    in.readFully(bytes);
    return Hash.ofBytes(bytes);
  }

  private static void putDigest(Digest digest, DataOutputStream out) throws IOException {
    putHash(digest.hash(), out);
    out.writeLong(digest.size());
  }

  private static Digest digest(DataInputStream in) throws IOException {
    return new Digest(hash(in), in.readLong());
  }

  private static void putPath(RawPath path, DataOutputStream out) throws IOException {
    putBytes(path.bytes(), out);
  }

  private static RawPath path(DataInputStream in) throws IOException {
    return RawPath.of(bytes(in));
  }

  private static void putSpot(Spot spot, DataOutputStream out) throws IOException {
    putPath(spot.path(), out);
    out.writeBoolean(spot.isDirectory());
    out.writeLong(spot.offset());
    out.writeLong(spot.length());
  }

  private static Spot spot(DataInputStream in) throws IOException {
    return new Spot(path(in), in.readBoolean(), in.readLong(), in.readLong());
  }

  private static void putEntry(Entry entry, DataOutputStream out) throws IOException {
    putPath(entry.path(), out);
    putText(entry.type().name(), out);
    out.writeShort(entry.mode());
    putDigest(entry.content(), out);
  }

  private static Entry entry(DataInputStream in) throws IOException {
    return new Entry(path(in), EntryType.valueOf(text(in)), in.readShort(), digest(in));
  }

  private static void putLanguage(Optional<String> language, DataOutputStream out)
      throws IOException {
    putText(language.orElse(""), out);
  }

  private static Optional<String> language(DataInputStream in) throws IOException {
    return Optional.of(text(in)).filter(name -> !name.isEmpty());
  }

  private static void putFile(FileRef file, DataOutputStream out) throws IOException {
    putPath(file.path(), out);
    putDigest(file.content(), out);
    putLanguage(file.language(), out);
  }

  private static FileRef file(DataInputStream in) throws IOException {
    return new FileRef(path(in), digest(in), language(in));
  }

  private static void putSkipped(SkippedFile skipped, DataOutputStream out) throws IOException {
    putEntry(skipped.entry(), out);
    putText(skipped.why().reason().name(), out);
    putText(skipped.why().detail(), out);
    out.writeBoolean(skipped.why().askedFor());
  }

  private static SkippedFile skipped(DataInputStream in) throws IOException {
    return new SkippedFile(
        entry(in), new Selection.Skipped(SkipReason.valueOf(text(in)), text(in), in.readBoolean()));
  }

  private static void putOutcome(OutcomeRef outcome, DataOutputStream out) throws IOException {
    if (outcome.ending() instanceof OutcomeRef.Answered answered) {
      out.writeBoolean(true);
      putDigest(answered.result(), out);
    } else if (outcome.ending() instanceof OutcomeRef.Failed failed) {
      out.writeBoolean(false);
      putText(failed.reason().name(), out);
      putText(failed.detail(), out);
    }
    putProvenance(outcome.provenance(), out);
    out.writeLong(outcome.contentTokens());
    putTokens(outcome.spent(), out);
    out.writeBoolean(outcome.called());
  }

  private static void putTokens(TokenCounts tokens, DataOutputStream out) throws IOException {
    out.writeLong(tokens.prompt());
    out.writeLong(tokens.output());
  }

  private static TokenCounts tokens(DataInputStream in) throws IOException {
    return new TokenCounts(in.readLong(), in.readLong());
  }

  private static void putProvenance(Provenance provenance, DataOutputStream out)
      throws IOException {
    out.writeInt(provenance.attempts());
    putTokens(provenance.tokens(), out);
    out.writeLong(provenance.durationMillis());
    out.writeInt(provenance.chunks());
    out.writeBoolean(provenance.recovered());
  }

  private static Provenance provenance(DataInputStream in) throws IOException {
    return new Provenance(in.readInt(), tokens(in), in.readLong(), in.readInt(), in.readBoolean());
  }

  private static OutcomeRef outcome(DataInputStream in) throws IOException {
    OutcomeRef.Ending ending =
        in.readBoolean()
            ? new OutcomeRef.Answered(digest(in))
            : new OutcomeRef.Failed(DeadLetter.Reason.valueOf(text(in)), text(in));
    return new OutcomeRef(ending, provenance(in), in.readLong(), tokens(in), in.readBoolean());
  }

  private static void putAnalysed(AnalysedFile analysed, DataOutputStream out) throws IOException {
    putFile(analysed.file(), out);
    putOutcome(analysed.outcome(), out);
    out.writeBoolean(analysed.ownCall());
  }

  private static AnalysedFile analysed(DataInputStream in) throws IOException {
    return new AnalysedFile(file(in), outcome(in), in.readBoolean());
  }

  private static void putLeaf(Subtree.Leaf leaf, DataOutputStream out) throws IOException {
    putHash(leaf.key(), out);
    putHash(leaf.hash(), out);
    out.writeLong(leaf.fileBytes());
  }

  private static Subtree.Leaf leaf(DataInputStream in) throws IOException {
    return new Subtree.Leaf(hash(in), hash(in), in.readLong());
  }

  private static void putBins(TrieBins bins, DataOutputStream out) throws IOException {
    Map<Integer, Subtree> filled = bins.filled();
    out.writeByte(bins.prefixBits());
    out.writeInt(filled.size());
    for (Map.Entry<Integer, Subtree> bin : filled.entrySet()) {
      out.writeInt(bin.getKey());
      putSubtree(bin.getValue(), out);
    }
  }

  private static TrieBins bins(DataInputStream in) throws IOException {
    TrieBins bins = new TrieBins(in.readByte());
    for (int left = in.readInt(); left > 0; left--) {
      bins.put(in.readInt(), subtree(in));
    }
    return bins;
  }

  /** The tag is essential: a lone leaf must be known as one, since it rises. */
  private static void putSubtree(Subtree subtree, DataOutputStream out) throws IOException {
    if (subtree instanceof Subtree.Leaf leaf) {
      out.writeByte(1);
      putLeaf(leaf, out);
    } else if (subtree instanceof Subtree.Node node) {
      out.writeByte(2);
      putHash(node.hash(), out);
      out.writeLong(node.entries());
      out.writeLong(node.fileBytes());
    } else {
      out.writeByte(0);
    }
  }

  private static Subtree subtree(DataInputStream in) throws IOException {
    return switch (in.readByte()) {
      case 0 -> Subtree.EMPTY;
      case 1 -> leaf(in);
      default -> new Subtree.Node(hash(in), in.readLong(), in.readLong());
    };
  }

  private static void putRoot(Root root, DataOutputStream out) throws IOException {
    putHash(root.trie(), out);
    out.writeLong(root.entries());
    out.writeLong(root.fileBytes());
  }

  private static Root root(DataInputStream in) throws IOException {
    return Root.of(hash(in), in.readLong(), in.readLong());
  }
}
