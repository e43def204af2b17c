package io.catalytic.domain;

import io.catalytic.merkle.EntryType;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * Lists all paths of a domain, its own directory first, in no particular order.
 *
 * <p>It reads attributes, not contents, and follows no link. A path that vanishes while it walks is
 * not there. One thread, and memory for the directories still to be visited only; but {@link #list}
 * holds all paths, and visits as many directories at a time as there are processors.
 */
public final class DomainWalker {
  private DomainWalker() {}

  /** Takes what a walk comes upon. */
  public interface Visitor {
    /** A path that can be an entry. */
    void found(Found found) throws IOException;

    /** A path that can't. */
    void refused(Refused refused) throws IOException;
  }

  /** Walks the whole domain. Of a directory that is gone it finds nothing. */
  public static void walk(Domain domain, Visitor visitor) throws IOException {
    Deque<RawPath> pending = new ArrayDeque<>();
    Visitor descending =
        new Visitor() {
          @Override
          public void found(Found found) throws IOException {
            if (found.type() == EntryType.DIRECTORY) {
              pending.push(found.path());
            }
            visitor.found(found);
          }

          @Override
          public void refused(Refused refused) throws IOException {
            visitor.refused(refused);
          }
        };
    Listing.ofRoot(domain, descending);
    while (!pending.isEmpty()) {
      Listing.of(domain, pending.pop(), descending);
    }
  }

  /**
   * Hands out all paths of the domain, without holding them.
   *
   * @throws RefusedPathsException if there are any that can't be entries; it lists all of them
   * @throws NoSuchFileException if the domain's own directory is gone
   */
  public static void forEach(Domain domain, Consumer<Found> visitor) throws IOException {
    List<Refused> refused = new ArrayList<>();
    boolean[] any = {false};
    walk(
        domain,
        new Visitor() {
          @Override
          public void found(Found found) {
            any[0] = true;
            visitor.accept(found);
          }

          @Override
          public void refused(Refused path) {
            refused.add(path);
          }
        });
    refuse(domain, any[0], refused);
  }

  /**
   * Returns all paths of the domain.
   *
   * @throws RefusedPathsException if there are any that can't be entries; it lists all of them
   * @throws NoSuchFileException if the domain's own directory is gone
   */
  public static List<Found> list(Domain domain) throws IOException {
    int threads = Runtime.getRuntime().availableProcessors();
    try (SharedWork work = new SharedWork(threads, "listing " + domain.directory())) {
      return list(domain, work);
    }
  }

  /** As {@link #list(Domain)}: level by level, the directories of one shared out among threads. */
  static List<Found> list(Domain domain, SharedWork work) throws IOException {
    Seen all = new Seen();
    Listing.ofRoot(domain, all);
    List<RawPath> level = all.directories(0);
    while (!level.isEmpty()) {
      List<RawPath> present = level;
      Seen[] below = new Seen[present.size()];
      work.each(
          below.length,
          next -> {
            for (int i = next.getAsInt(); i < below.length; i = next.getAsInt()) {
              below[i] = new Seen();
              Listing.of(domain, present.get(i), below[i]);
            }
          });
      int before = all.found.size();
      for (Seen seen : below) {
        all.found.addAll(seen.found);
        all.refused.addAll(seen.refused);
      }
      level = all.directories(before);
    }
    refuse(domain, !all.found.isEmpty(), all.refused);
    return all.found;
  }

  private static void refuse(Domain domain, boolean any, List<Refused> refused) throws IOException {
    if (!refused.isEmpty()) {
      refused.sort(Comparator.comparing(Refused::path));
      throw new RefusedPathsException(domain.directory(), refused);
    }
    if (!any) {
      throw gone(domain);
    }
  }

  /** Nothing at all would have a root too, and that would look like a proof. */
  static NoSuchFileException gone(Domain domain) {
    return new NoSuchFileException(domain.directory(), null, "the directory is gone");
  }

  /** What one thread came upon. */
  private static final class Seen implements Visitor {
    private final List<Found> found = new ArrayList<>();
    private final List<Refused> refused = new ArrayList<>();

    @Override
    public void found(Found path) {
      found.add(path);
    }

    @Override
    public void refused(Refused path) {
      refused.add(path);
    }

    List<RawPath> directories(int from) {
      return found.subList(from, found.size()).stream()
          .filter(path -> path.type() == EntryType.DIRECTORY)
          .map(Found::path)
          .toList();
    }
  }
}
