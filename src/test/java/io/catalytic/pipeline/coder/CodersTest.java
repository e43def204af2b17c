package io.catalytic.pipeline.coder;

import static org.assertj.core.api.Assertions.assertThat;

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
import io.catalytic.model.TokenCounts;
import io.catalytic.pipeline.AnalysedFile;
import io.catalytic.pipeline.FileRef;
import io.catalytic.pipeline.OutcomeRef;
import io.catalytic.pipeline.SkippedFile;
import io.catalytic.pipeline.source.Spot;
import io.catalytic.selection.Selection;
import io.catalytic.selection.SkipReason;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CodersTest {
  private static final RawPath PATH = RawPath.of(new byte[] {'a', '/', (byte) 0xff, '\n'});
  private static final Digest DIGEST = Digest.of(new byte[] {1, 2, 3});
  private static final FileRef FILE = new FileRef(PATH, DIGEST, Optional.of("python"));
  private static final Entry ENTRY = new Entry(PATH, EntryType.FILE, 07777, DIGEST);

  private static final List<Coder<?>> ALL =
      List.of(
          Coders.SPOT,
          Coders.ENTRY,
          Coders.FILE,
          Coders.SKIPPED,
          Coders.KEY,
          Coders.ANALYSED,
          Coders.LEAF,
          Coders.BINS,
          Coders.ROOT);

  static Stream<Arguments> values() {
    TokenCounts tokens = new TokenCounts(1L << 40, 7);
    Provenance provenance = new Provenance(2, tokens, 1L << 41, 3, true);
    OutcomeRef answered =
        new OutcomeRef(
            new OutcomeRef.Answered(DIGEST), provenance, 9, new TokenCounts(1, 1L << 42), true);
    OutcomeRef failed =
        new OutcomeRef(
            new OutcomeRef.Failed(DeadLetter.Reason.TIMEOUT, "é".repeat(70_000)),
            provenance,
            0,
            tokens,
            false);
    FileRef unknown = new FileRef(PATH, DIGEST, Optional.empty());
    return Stream.of(
        Arguments.of(Coders.SPOT, Spot.of(RawPath.ROOT, true)),
        Arguments.of(Coders.SPOT, new Spot(PATH, false, 1L << 41, 1L << 40)),
        Arguments.of(Coders.ENTRY, ENTRY),
        Arguments.of(Coders.ENTRY, new Entry(PATH, EntryType.DIRECTORY, 0, Entry.NO_CONTENT)),
        Arguments.of(Coders.FILE, FILE),
        Arguments.of(Coders.FILE, unknown),
        Arguments.of(
            Coders.SKIPPED,
            new SkippedFile(ENTRY, new Selection.Skipped(SkipReason.BINARY, "x", true))),
        Arguments.of(Coders.KEY, new InputKey(DIGEST.hash())),
        Arguments.of(Coders.ANALYSED, new AnalysedFile(FILE, answered, true)),
        Arguments.of(Coders.ANALYSED, new AnalysedFile(unknown, failed, false)),
        Arguments.of(Coders.LEAF, Subtree.leaf(DIGEST.hash(), Hash.ZERO, 5)),
        Arguments.of(Coders.ROOT, Root.of(DIGEST.hash(), 3, 1L << 50)));
  }

  @ParameterizedTest
  @MethodSource("values")
  <T> void aValueComesBackAndWhatFollowsItIsLeft(Coder<T> coder, T value) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    coder.encode(value, out);
    coder.encode(value, out);
    out.write(42);
    InputStream in = new ByteArrayInputStream(out.toByteArray());
    assertThat(coder.decode(in)).isEqualTo(value);
    assertThat(coder.decode(in)).isEqualTo(value);
    assertThat(in.readAllBytes()).containsExactly(42);
  }

  @Test
  void noTwoCodersAreEqualAndEachEqualsItsClone() {
    for (Coder<?> coder : ALL) {
      assertThat(ALL.stream().filter(coder::equals)).hasSize(1);
      assertThat(SerializableUtils.clone(coder)).isEqualTo(coder).hasSameHashCodeAs(coder);
    }
  }
}
