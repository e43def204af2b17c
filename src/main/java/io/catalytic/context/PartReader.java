package io.catalytic.context;

import com.google.common.io.BaseEncoding;
import io.catalytic.context.Internalized.Binary;
import io.catalytic.context.Internalized.Limit;
import io.catalytic.context.Internalized.Text;
import io.catalytic.digest.Digest;
import io.catalytic.store.ObjectStore;
import io.catalytic.tokens.TokenBudget;
import io.catalytic.tokens.TokenCounter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/**
 * Reads a range of a blob within the limits of a view, in memory bounded by them.
 *
 * <p>A blob is always read to its end, though little of it may be shown: only there it is known to
 * be the right one. Immutable.
 */
final class PartReader {
  private final ObjectStore store;
  private final Digest blob;
  private final View view;

  PartReader(ObjectStore store, Digest blob, View view) {
    this.store = store;
    this.blob = blob;
    this.view = view;
  }

  /** Reads it as text, if what is to be shown is text. */
  Internalized read(Part.Range range) throws IOException {
    if (range.from() > blob.size()) {
      throw new NoSuchPartException(
          blob.hash(), "has " + blob.size() + " bytes, and none at " + range.from());
    }
    Part.Range there = new Part.Range(range.from(), Math.min(range.to(), blob.size()));
    Optional<Internalized> text = readText(there);
    if (text.isEmpty() || (isMoved(text.get(), there) && !isText())) {
      return readBinary(there);
    }
    return text.get();
  }

  /** Returns whether a range was moved to whole characters. */
  private static boolean isMoved(Internalized text, Part.Range range) {
    return text.from() != range.from() || text.to() > range.to();
  }

  /**
   * Returns whether all of the blob is text. Only then what one range leaves out is in another: the
   * one beside it may be read as bytes, and ends where it was told to.
   */
  private boolean isText() throws IOException {
    try (InputStream in = store.open(blob.hash())) {
      CharacterReader reader = new CharacterReader(in, blob.size());
      StringBuilder text = new StringBuilder();
      while (reader.readInto(text) && text.indexOf("\0") < 0) {
        text.setLength(0);
      }
      return !reader.isMalformed() && text.indexOf("\0") < 0;
    }
  }

  private Optional<Internalized> readText(Part.Range range) throws IOException {
    try (InputStream in = store.open(blob.hash())) {
      Alignment.Aligned aligned = Alignment.skipTo(in, range.from());
      long bytes = Math.min(range.to() - aligned.from(), view.maxBytes());
      CharacterReader reader = new CharacterReader(aligned.in(), Math.max(0, bytes));
      TokenBudget budget = new TokenBudget(view.maxTokens());
      String text = take(reader, budget);
      if ((reader.isMalformed() && !budget.isExhausted()) || text.indexOf('\0') >= 0) {
        return Optional.empty();
      }
      in.transferTo(OutputStream.nullOutputStream());
      long to = aligned.from() + new Text(text).bytes().length;
      Limit limit = budget.isExhausted() ? Limit.TOKENS : Limit.BYTES;
      return Optional.of(
          new Internalized(
              blob,
              new Text(text),
              aligned.from(),
              to,
              range.to(),
              budget.spent(),
              to < range.to() ? Optional.of(limit) : Optional.empty()));
    }
  }

  private static String take(CharacterReader reader, TokenBudget budget) throws IOException {
    StringBuilder text = new StringBuilder();
    StringBuilder ahead = new StringBuilder();
    do {
      while (ahead.length() <= TokenCounter.SLICE && reader.readInto(ahead)) {
        // Until a slice can be cut off.
      }
      String slice = ahead.substring(0, TokenBudget.sliceEnd(ahead, 0));
      text.append(slice, 0, budget.take(slice));
      ahead.delete(0, slice.length());
    } while (!ahead.isEmpty() && !budget.isExhausted());
    return text.toString();
  }

  private Internalized readBinary(Part.Range range) throws IOException {
    try (InputStream in = store.open(blob.hash())) {
      in.skipNBytes(range.from());
      byte[] bytes = new BinaryReader(view).read(in, range.to() - range.from());
      in.transferTo(OutputStream.nullOutputStream());
      String base64 = BaseEncoding.base64().encode(bytes);
      long to = range.from() + bytes.length;
      Limit limit = bytes.length > view.maxBytes() - Alignment.REST ? Limit.BYTES : Limit.TOKENS;
      return new Internalized(
          blob,
          new Binary(base64),
          range.from(),
          to,
          range.to(),
          TokenCounter.count(base64),
          to < range.to() ? Optional.of(limit) : Optional.empty());
    }
  }
}
