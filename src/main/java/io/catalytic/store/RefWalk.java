package io.catalytic.store;

import io.catalytic.digest.Hash;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;

/** Follows refs to what they need. For one thread. */
final class RefWalk {
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

  /** Follows some refs; returns those that may lead further once missing blobs are back. */
  List<Cut> walk(Collection<String> names) throws IOException {
    List<Cut> cut = new ArrayList<>();
    for (String name : names) {
      Optional<byte[]> value = read(name);
      if (value.isPresent()) {
        follow(name, value.get()).ifPresent(cut::add);
      }
    }
    return cut;
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

  private Optional<Cut> follow(String name, byte[] value) {
    RefTracer tracer = tracers.get(name.replaceFirst("/.*", ""));
    if (tracer == null) {
      String what =
          "nobody here knows what refs of this kind need; check it with the program that"
              + " wrote it";
      log.found(Finding.of(Finding.Kind.REF, name, what));
      return Optional.empty();
    }
    WatchedStore watched = new WatchedStore(store);
    try {
      tracer.trace(name, value, watched, new Needs(name, watched));
      tracer.check(name, value, watched);
      log.followed();
      return Optional.empty();
    } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
      return judge(name, watched.failure(), String.valueOf(e.getMessage()));
    }
  }

  /** Decides whose fault it is: that of a missing blob, of the disk, or of the ref. */
  private Optional<Cut> judge(String name, Optional<IOException> failure, String what) {
    if (failure.isEmpty()) {
      log.found(Finding.of(Finding.Kind.REF, name, what));
      return Optional.empty();
    }
    String why = String.valueOf(failure.get().getMessage());
    if (failure.get() instanceof BlobMissingException
        || failure.get() instanceof BlobCorruptException) {
      return Optional.of(new Cut(name, why));
    }
    log.found(Finding.of(Finding.Kind.UNREADABLE, name, why));
    return Optional.empty();
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
