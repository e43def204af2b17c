package io.catalytic.selection;

import com.google.common.collect.ImmutableList;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The rules of one ignore file. Immutable. */
final class IgnoreFile {
  static final IgnoreFile EMPTY = new IgnoreFile(List.of(), 0);

  /** What a list of rules says about a path. */
  enum Verdict {
    IGNORED,
    KEPT,
    SILENT
  }

  private final List<IgnoreRule> lastFirst;
  private final int unreadableLines;

  private IgnoreFile(List<IgnoreRule> lastFirst, int unreadableLines) {
    this.lastFirst = lastFirst;
    this.unreadableLines = unreadableLines;
  }

  /** Reads the bytes line by line. A line that is not UTF-8 is passed over and counted. */
  static IgnoreFile parse(byte[] bytes) {
    ImmutableList.Builder<IgnoreRule> rules = ImmutableList.builder();
    int unreadable = 0;
    int start = startsWithMark(bytes) ? 3 : 0;
    for (int i = start; i <= bytes.length; i++) {
      if (i == bytes.length || bytes[i] == '\n') {
        int end = i < bytes.length && i > start && bytes[i - 1] == '\r' ? i - 1 : i;
        try {
          IgnoreRule.parse(decode(bytes, start, end)).ifPresent(rules::add);
        } catch (CharacterCodingException e) {
          unreadable++;
        }
        start = i + 1;
      }
    }
    return new IgnoreFile(rules.build().reverse(), unreadable);
  }

  /** Returns what the last rule that matches says; the path is relative to the file's directory. */
  Verdict verdict(String path, boolean directory) {
    for (IgnoreRule rule : lastFirst) {
      if (rule.matches(path, directory)) {
        return rule.keeps() ? Verdict.KEPT : Verdict.IGNORED;
      }
    }
    return Verdict.SILENT;
  }

  /** Returns how many lines were not UTF-8. */
  int unreadableLines() {
    return unreadableLines;
  }

  private static boolean startsWithMark(byte[] bytes) {
    return bytes.length >= 3
        && bytes[0] == (byte) 0xEF
        && bytes[1] == (byte) 0xBB
        && bytes[2] == (byte) 0xBF;
  }

  private static String decode(byte[] bytes, int start, int end) throws CharacterCodingException {
    return StandardCharsets.UTF_8
        .newDecoder()
        .decode(ByteBuffer.wrap(bytes, start, end - start))
        .toString();
  }
}
