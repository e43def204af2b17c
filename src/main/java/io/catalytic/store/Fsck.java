package io.catalytic.store;

import io.catalytic.digest.Hash;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A check of a whole store, the same for every kind: what the kind checks of itself, then what the
 * refs need, then the repair. For one use.
 *
 * <p>Held in memory: the names of the refs, the missing blobs up to a limit, and what {@link
 * MissingBlobs} remembers; nothing that grows with the blobs of the store.
 */
public final class Fsck {
  private final ObjectStore store;
  private final StoreScan scan;
  private final FsckOptions options;
  private final FsckLog log;
  private final MissingBlobs missing;
  private final RefWalk refs;

  /**
   * Prepares the check.
   *
   * @param findings takes each finding as it is made
   */
  public Fsck(ObjectStore store, StoreScan scan, FsckOptions options, Consumer<Finding> findings) {
    this.store = store;
    this.scan = scan;
    this.options = options;
    log = new FsckLog(findings);
    missing = new MissingBlobs(store, log, options.maxMissing());
    refs = new RefWalk(store, log, missing);
  }

  /**
   * Checks.
   *
   * @throws IOException if it can't go on; all blobs that it knew to be missing were named
   */
  public FsckReport run() throws IOException {
    scan.check(log);
    scan.named(new Named(), log);
    List<RefWalk.Cut> cut;
    try {
      cut = refs.walk(store.refs().list(""));
      if (options.repair()) {
        cut = repair(cut);
      }
    } finally {
      missing.report();
    }
    refs.report(cut);
    return log.report(options.repair());
  }

  /** Puts back what can be had; a blob that is back, as a manifest, may lead to more. */
  private List<RefWalk.Cut> repair(List<RefWalk.Cut> cutBefore) throws IOException {
    List<ContentSource> sources = new ArrayList<>();
    sources.add(scan.aside());
    sources.addAll(options.sources());
    List<RefWalk.Cut> cut = cutBefore;
    long before = -1;
    try (Healing healing = new Healing(store, log, missing)) {
      while (healing.healed() > before && !missing.isEmpty()) {
        before = healing.healed();
        for (ContentSource source : sources) {
          healing.from(source);
        }
        cut = refs.walk(cut.stream().map(RefWalk.Cut::name).toList());
      }
    }
    return cut;
  }

  private final class Named implements StoreScan.Lost {
    @Override
    public boolean isMissing(Hash hash) throws IOException {
      return MissingBlobs.isMissing(hash, store);
    }

    @Override
    public void add(Hash hash, String where) {
      try {
        missing.onlyBad(hash, where);
      } catch (IOException e) {
        String what = "whether there is a good copy of blob " + hash + ": " + e.getMessage();
        log.found(Finding.of(Finding.Kind.UNREADABLE, where, what));
      }
    }
  }
}
