package io.catalytic.merkle;

import io.catalytic.digest.Hash;
import io.catalytic.digest.Hasher;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;

/** Made-up entries by number. */
final class Entries {
  private Entries() {}

  static byte[] path(int number) {
    return ("src/d" + number % 97 + "/file-" + number + ".java").getBytes(StandardCharsets.UTF_8);
  }

  /** Returns the entry of a number; its content is another for each version. */
  static TrieEntry entry(int number, int version) {
    byte[] content = ByteBuffer.allocate(32).putInt(number).putInt(version).array();
    return TrieEntry.of(
        path(number), new LeafValue(EntryType.FILE, 0644, number, Hash.ofBytes(content)));
  }

  static Hash key(int number) {
    return Hasher.sha256(path(number));
  }

  static PageRef write(Collection<TrieEntry> entries, PageSink sink) throws IOException {
    return PageWriter.write(entries.stream().sorted().iterator(), sink);
  }

  static Subtree fold(Collection<TrieEntry> entries) {
    return Trie.fold(entries.stream().map(TrieEntry::leaf).toList());
  }

  static Root root(PageRef trie) {
    return Root.of(trie.subtree());
  }

  static List<TrieEntry> of(Collection<Integer> numbers) {
    return numbers.stream().map(number -> entry(number, 0)).toList();
  }
}
