package io.catalytic.store;

import io.catalytic.digest.Hash;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;

/** Follows refs to what they need. For one thread. */
final class RefWalk {
  /** So often a ref is followed that is another each time. */
  private static final int ATTEMPTS = 5;

  private final ObjectStore store;
  private final FsckLog log;
  private final MissingBlobs missing;
  private final Map<String, RefTracer> tracers = new HashMap<>();

  RefWalk(ObjectStore store, FsckLog log, MissingBlobs missing) {
    this.store = store;
    this.log = log;
    this.missing = missing;
    ServiceLoader.load(RefTracer.class).forEach(tracer -> tracers.put(tracer.kind(), tracer));
  }

  /**
   * A ref that could not be followed to its end, since a blob is missing.
   *
   * @param name the ref's
   * @param why what says which
   */
  record Cut(String name, String why) {}

  /**
   * What following a ref came to.
   *
   * @param finding what is wrong with it, if it is the ref or the disk
   * @param cut where a missing blob is in the way
   */
  private record Verdict(Optional<Finding> finding, Optional<Cut> cut) {

    static Verdict of(Finding.Kind kind, String name, String what) {
      return new Verdict(Optional.of(Finding.of(kind, name, what)), Optional.empty());
    }

    boolean isGood() {
      return finding.isEmpty() && cut.isEmpty();
    }

    boolean isUnreadable() {
      return finding.filter(each -> each.kind() == Finding.Kind.UNREADABLE).isPresent();
    }
  }

  /**
   * All that was wrong when a ref was followed once.
   *
   * @param verdict on the ref
   * @param missing what it needs and is not there
   */
  private record Trouble(Verdict verdict, Set<Hash> missing) {

    boolean isAmong(Trouble before) {
      return verdict.equals(before.verdict) && before.missing.containsAll(missing);
    }
  }

  /** Follows some refs; returns those that may lead further once missing blobs are back. */
  List<Cut> walk(Collection<String> names) {
    List<Cut> cut = new ArrayList<>();
    for (String name : names) {
      follow(name).ifPresent(cut::add);
    }
    return cut;
  }

  /**
   * Follows a ref. Where something is wrong it is followed once more, and what counts is what is
   * wrong both times: what it needed before may be gone by right, with this ref, or because another
   * one says by now that it is not needed, as of what was released from a context.
   */
  private Optional<Cut> follow(String name) {
    Optional<Trouble> before = Optional.empty();
    for (int attempt = 1; ; attempt++) {
      Optional<byte[]> value = read(name);
      if (value.isEmpty()) {
        return Optional.empty();
      }
      missing.note(attempt > 1);
      Trouble now = new Trouble(follow(name, value.get()), missing.noted());
      boolean good = now.verdict().isGood() && missing.isNothingNoted();
      boolean disk = now.verdict().isUnreadable() && isStill(name, value.get());
      if (good || disk || attempt == ATTEMPTS || before.filter(now::isAmong).isPresent()) {
        if (now.verdict().isGood()) {
          log.followed();
        }
        now.verdict().finding().ifPresent(log::found);
        return now.verdict().cut();
      }
      missing.takeBack();
      before = Optional.of(now);
    }
  }

  private boolean isStill(String name, byte[] value) {
    try {
      return store.refs().read(name).filter(now -> Arrays.equals(now, value)).isPresent();
    } catch (IOException e) {
      return false; // to read it anew says what is wrong
    }
  }

  private Optional<byte[]> read(String name) {
    try {
      return store.refs().read(name); // empty if it was deleted since
    } catch (IllegalArgumentException e) {
      log.found(Finding.of(Finding.Kind.STRAY, name, "no ref: " + e.getMessage()));
    } catch (RefDamagedException e) {
      log.found(Finding.of(Finding.Kind.REF, name, String.valueOf(e.getMessage())));
    } catch (IOException e) {
      log.found(Finding.of(Finding.Kind.UNREADABLE, name, String.valueOf(e.getMessage())));
    }
    return Optional.empty();
  }

  private Verdict follow(String name, byte[] value) {
    RefTracer tracer = tracers.get(name.replaceFirst("/.*", ""));
    if (tracer == null) {
      String what =
          "nobody here knows what refs of this kind need; check it with the program that"
              + " wrote it";
      return Verdict.of(Finding.Kind.REF, name, what);
    }
    WatchedStore watched = new WatchedStore(store);
    try {
      tracer.trace(name, value, watched, new Needs(name, watched));
      tracer.check(name, value, watched);
      return new Verdict(Optional.empty(), Optional.empty());
    } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
      return judge(name, watched.failure(), String.valueOf(e.getMessage()));
    }
  }

  /** Decides whose fault it is: that of a missing blob, of the disk, or of the ref. */
  private static Verdict judge(String name, Optional<IOException> failure, String what) {
    if (failure.isEmpty()) {
      return Verdict.of(Finding.Kind.REF, name, what);
    }
    String why = String.valueOf(failure.get().getMessage());
    if (failure.get() instanceof BlobMissingException
        || failure.get() instanceof BlobCorruptException) {
      return new Verdict(Optional.empty(), Optional.of(new Cut(name, why)));
    }
    return Verdict.of(Finding.Kind.UNREADABLE, name, why);
  }

  /** Names the refs of which the end was not seen. */
  void report(List<Cut> cut) {
    for (Cut ref : cut) {
      String what = ref.why() + ", so what else this ref needs is not known";
      log.found(Finding.of(Finding.Kind.REF, ref.name(), what));
    }
  }

  /** Misses what a ref needs; what it merely keeps may never have been there. */
  private final class Needs implements Mark {
    private final MissingBlobs.Origin origin;
    private final ObjectStore watched;

    Needs(String name, ObjectStore watched) {
      origin = new MissingBlobs.Origin(name, "the ref needs this blob, which is not there");
      this.watched = watched;
    }

    @Override
    public void needs(Hash hash) throws IOException {
      missing.needed(hash, origin, watched);
    }

    @Override
    public void keeps(Hash hash) {
      // Whether it is there or not is no matter.
    }
  }
}
