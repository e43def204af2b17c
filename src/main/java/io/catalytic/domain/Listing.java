package io.catalytic.domain;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a walk does at one directory: looks at what is in it, and reads nothing. */
final class Listing {
  private Listing() {}

  /** Shows a domain's own directory, unless it is gone. */
  static void ofRoot(Domain domain, DomainWalker.Visitor visitor) throws IOException {
    visit(domain.path(), RawPath.ROOT, visitor);
  }

  /** Shows what is in a directory, and not what is below that. */
  static void of(Domain domain, RawPath directory, DomainWalker.Visitor visitor)
      throws IOException {
    // A listing may name a file twice if it is renamed meanwhile: POSIX leaves that open.
    Set<RawPath> seen = new HashSet<>();
    try (Reach reach = Reach.to(domain.path(), directory);
        DirectoryStream<Path> children = Files.newDirectoryStream(reach.file())) {
      for (Path child : children) {
        RawPath path = directory.child(PathBytes.ofName(child));
        if (!domain.leftOut().contains(path) && seen.add(path)) {
          visit(child, path, visitor);
        }
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      // Gone, or no directory any more, since its parent was listed: whoever reads it will see.
      return;
    } catch (FileSystemException e) {
      visitor.refused(new Refused(directory, "can't be listed: " + reason(e)));
    } catch (DirectoryIteratorException e) {
      visitor.refused(new Refused(directory, "can't be listed: " + reason(e.getCause())));
    }
  }

  private static void visit(Path file, RawPath path, DomainWalker.Visitor visitor)
      throws IOException {
    Sighting sighting;
    try {
      sighting = Sighting.of(file, path);
    } catch (NoSuchFileException e) {
      return;
    } catch (IOException e) {
      visitor.refused(new Refused(path, "can't be looked at: " + reason(e)));
      return;
    }
    Found found = sighting.found().orElse(null);
    if (found == null) {
      visitor.refused(new Refused(path, sighting.refusal().orElseThrow()));
    } else {
      visitor.found(found);
    }
  }

  /** Says why, without the file's name, which may hold anything and is told beside it. */
  private static String reason(@Nullable Throwable e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof FileSystemException file && file.getReason() != null) {
      return file.getReason();
    }
    return String.valueOf(e);
  }
}
