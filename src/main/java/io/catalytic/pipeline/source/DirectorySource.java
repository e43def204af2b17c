package io.catalytic.pipeline.source;

import io.catalytic.domain.ContentSink;
import io.catalytic.domain.Domain;
import io.catalytic.domain.DomainWalker;
import io.catalytic.domain.EntryReader;
import io.catalytic.domain.Found;
import io.catalytic.domain.Refused;
import io.catalytic.merkle.EntryType;
import io.catalytic.run.Borrowed;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;

/**
 * A directory of a file system that every worker has at the same path.
 *
 * @param domain the directory
 * @param first how it was seen when the run was started
 */
public record DirectorySource(Domain domain, Sighting first) implements Source {

  /** Returns the directory as this machine has it. */
  public static DirectorySource of(Domain domain) throws IOException {
    return new DirectorySource(domain, Sighting.of(domain.path()));
  }

  @Override
  public Borrowed borrowed() {
    return Borrowed.directory(domain.directory(), domain.leftOut());
  }

  @Override
  public void list(Visitor visitor) throws IOException {
    DomainWalker.walk(
        domain,
        new DomainWalker.Visitor() {
          @Override
          public void found(Found found) throws IOException {
            visitor.found(Spot.of(found.path(), found.type() == EntryType.DIRECTORY));
          }

          @Override
          public void refused(Refused refused) throws IOException {
            visitor.refused(refused);
          }
        });
  }

  @Override
  public boolean isHere() {
    return Files.isDirectory(domain.path());
  }

  @Override
  public boolean isTheBorrowed() throws IOException {
    return first.isOfTheSame(Sighting.of(domain.path()));
  }

  @Override
  public SpotReader open(ContentSink sink) {
    EntryReader reader = new EntryReader(domain, sink);
    return spot -> reader.read(spot.path());
  }

  @Override
  public Optional<Domain> directory() {
    return Optional.of(domain);
  }
}
