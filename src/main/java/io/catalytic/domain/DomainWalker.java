package io.catalytic.domain;

import io.catalytic.merkle.EntryType;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Lists all paths of a domain, its own directory first, in no particular order.
 *
 * <p>It reads attributes, not contents, and follows no link. A path that vanishes while it walks is
 * not there. Memory grows with the number of directories still to be visited only.
 */
public final class DomainWalker {
  private final Domain domain;
  private final Visitor visitor;
  private final Deque<RawPath> pending = new ArrayDeque<>();

  /** Takes what a walk comes upon. */
  public interface Visitor {
    /** A path that can be an entry. */
    void found(Found found) throws IOException;

    /** A path that can't. */
    void refused(Refused refused) throws IOException;
  }

  private DomainWalker(Domain domain, Visitor visitor) {
    this.domain = domain;
    this.visitor = visitor;
  }

  /** Walks the whole domain. */
  public static void walk(Domain domain, Visitor visitor) throws IOException {
    new DomainWalker(domain, visitor).walk();
  }

  /**
   * Returns all paths of the domain.
   *
   * @throws RefusedPathsException if there are any that can't be entries; it lists all of them
   */
  public static List<Found> list(Domain domain) throws IOException {
    List<Found> all = new ArrayList<>();
    forEach(domain, all::add);
    return all;
  }

  /**
   * Hands out all paths of the domain, without holding them.
   *
   * @throws RefusedPathsException if there are any that can't be entries; it lists all of them
   */
  public static void forEach(Domain domain, Consumer<Found> visitor) throws IOException {
    List<Refused> refused = new ArrayList<>();
    walk(
        domain,
        new Visitor() {
          @Override
          public void found(Found found) {
            visitor.accept(found);
          }

          @Override
          public void refused(Refused path) {
            refused.add(path);
          }
        });
    if (!refused.isEmpty()) {
      refused.sort(Comparator.comparing(Refused::path));
      throw new RefusedPathsException(domain, refused);
    }
  }

  private void walk() throws IOException {
    visit(domain.path(), RawPath.ROOT);
    while (!pending.isEmpty()) {
      visitChildren(pending.pop());
    }
  }

  private void visitChildren(RawPath directory) throws IOException {
    // A listing may name a file twice if it is renamed meanwhile: POSIX leaves that open.
    Set<RawPath> seen = new HashSet<>();
    try (Reach reach = Reach.to(domain.path(), directory);
        DirectoryStream<Path> children = Files.newDirectoryStream(reach.file())) {
      for (Path child : children) {
        RawPath path = directory.child(PathBytes.ofName(child));
        if (!domain.leftOut().contains(path) && seen.add(path)) {
          visit(child, path);
        }
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      // Gone, or no directory any more, since its parent was listed: whoever reads it will see.
      return;
    } catch (AccessDeniedException e) {
      visitor.refused(new Refused(directory, "can't be listed: permission denied"));
    } catch (FileSystemException | DirectoryIteratorException e) {
      visitor.refused(new Refused(directory, "can't be listed: " + e.getMessage()));
    }
  }

  private void visit(Path file, RawPath path) throws IOException {
    Sighting sighting;
    try {
      sighting = Sighting.of(file, path);
    } catch (NoSuchFileException e) {
      return;
    } catch (IOException e) {
      visitor.refused(new Refused(path, "can't be looked at: " + e.getMessage()));
      return;
    }
    Found found = sighting.found().orElse(null);
    if (found == null) {
      visitor.refused(new Refused(path, sighting.refusal().orElseThrow()));
      return;
    }
    if (found.type() == EntryType.DIRECTORY) {
      pending.push(path);
    }
    visitor.found(found);
  }
}
