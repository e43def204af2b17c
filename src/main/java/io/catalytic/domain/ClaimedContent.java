package io.catalytic.domain;

import io.catalytic.digest.Digest;
import io.catalytic.merkle.EntryType;
import io.catalytic.merkle.InvalidProofException;
import io.catalytic.merkle.LeafValue;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Whether some file is what a proof claims of a path: by content, since a copy changes the rest.
 */
public final class ClaimedContent {
  private ClaimedContent() {}

  /**
   * Compares type, size and bytes; of a link the target; of a directory the type only. A file is
   * read to its end, in constant memory, and may be reached through a link.
   *
   * @throws InvalidProofException if it is not as claimed
   */
  public static void check(LeafValue claimed, Path file) throws IOException, InvalidProofException {
    if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new NoSuchFileException(file.toString());
    }
    boolean sameType =
        switch (claimed.type()) {
          case FILE -> Files.isRegularFile(file);
          case DIRECTORY -> Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS);
          case SYMLINK -> Files.isSymbolicLink(file);
        };
    if (!sameType) {
      throw new InvalidProofException(
          file + " is not a " + claimed.type().wireName() + ", as the proof has it");
    }
    if (claimed.type() == EntryType.DIRECTORY) {
      return;
    }
    Digest actual;
    try (InputStream bytes =
        claimed.type() == EntryType.SYMLINK
            ? new ByteArrayInputStream(PathBytes.ofTarget(Files.readSymbolicLink(file)))
            : Files.newInputStream(file)) {
      actual = ContentSink.hashing().take(RawPath.ROOT, bytes, claimed.size());
    }
    Digest expected = new Digest(claimed.content(), claimed.size());
    if (!actual.equals(expected)) {
      throw new InvalidProofException(
          file
              + " has another content: "
              + actual.size()
              + " bytes, SHA-256 "
              + actual.hash()
              + "; the proof is about "
              + expected.size()
              + " bytes, SHA-256 "
              + expected.hash());
    }
  }
}
