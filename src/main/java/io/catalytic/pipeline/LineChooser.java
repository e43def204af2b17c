package io.catalytic.pipeline;

import io.catalytic.domain.Entry;
import io.catalytic.merkle.EntryType;
import io.catalytic.selection.Selection;
import io.catalytic.selection.SkipReason;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Every line of a file of inputs was asked for; only blank ones are passed over. */
final class LineChooser implements EntryChooser {
  private final long largest;

  /** Skips lines of more bytes than this. */
  LineChooser(long largest) {
    this.largest = largest;
  }

  @Override
  public Optional<Selection> choose(Entry entry, byte @Nullable [] bytes) {
    if (entry.type() == EntryType.DIRECTORY) {
      return Optional.empty();
    }
    if (bytes == null) {
      String detail = entry.content().size() + " bytes; the limit is " + largest;
      return Optional.of(new Selection.Skipped(SkipReason.TOO_LARGE, detail, true));
    }
    if (isBlank(bytes)) {
      return Optional.of(
          new Selection.Skipped(SkipReason.BLANK, SkipReason.BLANK.sentence(), false));
    }
    return Optional.of(new Selection.Selected(Optional.empty()));
  }

  private static boolean isBlank(byte[] bytes) {
    for (byte b : bytes) {
      if (b != ' ' && b != '\t' && b != '\r') {
        return false;
      }
    }
    return true;
  }
}
