package io.catalytic.domain;

import io.catalytic.merkle.EntryType;
import io.catalytic.store.ContentSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * All that a directory has which may be a blob: files, and the targets of symbolic links, as a
 * snapshot would keep them.
 *
 * <p>Links are not followed. What a snapshot would refuse (FIFOs, sockets, devices, what may not be
 * read) is never opened, and said to be skipped.
 *
 * @param domain the directory
 */
public record DirectoryContents(Domain domain) implements ContentSource {
  private static final Set<OpenOption> READ =
      Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

  @Override
  public void offer(Taker taker) throws IOException {
    DomainWalker.walk(
        domain,
        new DomainWalker.Visitor() {
          @Override
          public void found(Found found) throws IOException {
            if (found.type() != EntryType.DIRECTORY) {
              taker.take(where(found.path()), () -> open(found));
            }
          }

          @Override
          public void refused(Refused refused) {
            taker.skipped(where(refused.path()), refused.reason());
          }
        });
  }

  private String where(RawPath path) {
    return domain.directory() + (path.isRoot() ? "" : "/" + path.display());
  }

  private InputStream open(Found found) throws IOException {
    try (Reach reach = Reach.to(domain.path(), found.path())) {
      if (found.type() == EntryType.SYMLINK) {
        return new ByteArrayInputStream(PathBytes.ofTarget(Files.readSymbolicLink(reach.file())));
      }
      return Channels.newInputStream(Files.newByteChannel(reach.file(), READ));
    }
  }
}
