package io.catalytic.store.remote;

import io.catalytic.digest.Digest;
import io.catalytic.digest.Hash;
import io.catalytic.store.CopyState;
import io.catalytic.store.GcOptions;
import io.catalytic.store.GcReport.Amount;
import io.catalytic.store.LiveSet;
import io.catalytic.store.WriteBatch;
import io.catalytic.store.pack.ByteSource;
import io.catalytic.store.pack.Pack;
import io.catalytic.store.pack.PackEntries;
import io.catalytic.store.pack.PackEntry;
import io.catalytic.store.pack.PackUse;
import io.catalytic.store.pack.PackUse.Use;
import io.catalytic.store.pack.PackedBlob;
import io.catalytic.store.remote.Remote.Listed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Chooses what is set aside: objects with a blob that nothing names, or that is there twice; and
 * packs of which too much is unused, or that are small and not alone, once their living blobs are
 * in new ones. For one thread, once.
 */
final class RemoteSweep {

  /** Packs below this part of the limit are put together. */
  private static final int SMALL = 16;

  private final RemoteObjects objects;
  private final BatchLimits limits;
  private final GcOptions options;
  private final RemoteStore own;
  private final KnownPacks view;
  private final LiveSet live;
  private final long youngFrom;
  private final Map<String, Long> written = new HashMap<>();
  private final List<String> names = new ArrayList<>();
  private Amount condemned = Amount.NONE;
  private Amount young = Amount.NONE;
  private Amount unused = Amount.NONE;
  private long corrupt;

  RemoteSweep(
      RemoteObjects objects, BatchLimits limits, GcOptions options, RemoteStore own, LiveSet live) {
    this.objects = objects;
    this.limits = limits;
    this.options = options;
    this.own = own;
    this.live = live;
    view = own.packs().known();
    youngFrom = options.clock().instant().minus(options.grace()).toEpochMilli();
  }

  /** Returns the objects to be set aside. */
  List<String> names() {
    return Collections.unmodifiableList(names);
  }

  Amount condemned() {
    return condemned;
  }

  Amount young() {
    return young;
  }

  Amount unused() {
    return unused;
  }

  long corrupt() {
    return corrupt;
  }

  /** Chooses, and copies what lives in packs that are chosen. */
  void run() throws IOException {
    for (Listed object : objects.remote().list(RemoteLayout.PACKS)) {
      written.put(object.name(), object.modified());
    }
    view.alone().forEach(this::sweepAlone);
    Map<String, Use> uses = PackUse.of(view.reliable(), view::isDead, live);
    List<Pack> rewritten = toRewrite(uses);
    List<String> packs = new ArrayList<>();
    for (Pack pack : rewritten) {
      condemned = condemned.plus(use(uses, pack).unused());
      packs.add(name(pack));
    }
    names.addAll(packs);
    if (!options.dryRun()) {
      own.packs().leaveOut(names); // or the copies would rely on the originals
      rewrite(rewritten, uses);
    }
  }

  private void sweepAlone(Hash hash, List<SingleBlob> same) {
    List<SingleBlob> good = new ArrayList<>();
    for (SingleBlob single : same) {
      if (!view.condemned().contains(single.name())) {
        if (view.isDead(hash, single.id()) || !live.contains(hash)) {
          condemn(single);
        } else {
          good.add(single);
        }
      }
    }
    good.sort(Comparator.comparing(SingleBlob::id));
    good.stream().skip(1).forEach(this::condemn);
  }

  private void condemn(SingleBlob single) {
    long bytes = single.digest().size();
    if (isYoung(single.name())) {
      young = young.plusOne(bytes);
    } else {
      names.add(single.name());
      condemned = condemned.plusOne(bytes);
    }
  }

  /** What was not listed a moment ago is as new as can be. */
  private boolean isYoung(String name) {
    return written.getOrDefault(name, Long.MAX_VALUE) > youngFrom;
  }

  private List<Pack> toRewrite(Map<String, Use> uses) {
    List<Pack> chosen = new ArrayList<>();
    List<Pack> small = new ArrayList<>();
    for (Pack pack : view.reliable()) {
      Use use = use(uses, pack);
      if (use.unused().blobs() > 0 && isYoung(name(pack))) {
        young = young.plus(use.unused());
      } else if (use.wasted() > options.maxUnused()) {
        chosen.add(pack);
      } else if (pack.size() < limits.packLimit() / SMALL) {
        small.add(pack);
      } else {
        unused = unused.plus(use.unused());
      }
    }
    if (small.size() + chosen.size() > 1) {
      chosen.addAll(small);
    } else {
      small.forEach(pack -> unused = unused.plus(use(uses, pack).unused()));
    }
    return chosen;
  }

  private static String name(Pack pack) {
    return RemoteLayout.pack(pack.file().id());
  }

  private static Use use(Map<String, Use> uses, Pack pack) {
    return uses.getOrDefault(pack.file().id(), Use.NONE);
  }

  /** Writes some packs anew: the batch begins another object where one is full. */
  private void rewrite(List<Pack> packs, Map<String, Use> uses) throws IOException {
    if (packs.stream().noneMatch(pack -> isWorthReading(pack, use(uses, pack)))) {
      return;
    }
    List<Pack> group = new ArrayList<>();
    long together = 0;
    for (Pack pack : packs) {
      group.add(pack);
      together += use(uses, pack).live().bytes();
      if (together >= limits.packLimit()) {
        copy(group);
        group.clear();
        together = 0;
      }
    }
    copy(group);
  }

  /** Returns whether there may be something to copy: what lives, or what is said to be dead. */
  private static boolean isWorthReading(Pack pack, Use use) {
    return use.unused().blobs() + use.copies().blobs() < pack.count();
  }

  private void copy(List<Pack> packs) throws IOException {
    if (packs.isEmpty()) {
      return;
    }
    try (WriteBatch batch = own.begin()) {
      for (Pack pack : packs) {
        copy(pack, batch);
      }
      batch.commit();
    }
  }

  /**
   * Puts what lives in a pack into a batch, also what a tombstone says is corrupt and is not. The
   * batch may rely on copies that nobody has read: this pack can still be read then, and when it is
   * to be deleted the other copy is read.
   */
  private void copy(Pack pack, WriteBatch batch) throws IOException {
    String id = pack.file().id();
    try (ByteSource in = pack.file().open()) {
      PackEntries entries = new PackEntries(pack);
      for (PackEntry entry = entries.next(); entry != null; entry = entries.next()) {
        Digest digest = entry.digest();
        if (!live.contains(digest.hash())) {
          continue;
        }
        PackedBlob blob = new PackedBlob(pack, entry, in);
        byte[] bytes = blob.bytes();
        if (Digest.of(bytes).equals(digest)) {
          batch.put(bytes);
        } else if (!view.isDead(digest.hash(), id)) {
          bury(blob);
        }
      }
    }
  }

  private void bury(PackedBlob blob) throws IOException {
    Hash hash = blob.entry().digest().hash();
    CopyState state = own.quarantine().bury(hash, new StoredBlob.InPack(blob));
    if (state != CopyState.CORRUPT) {
      String what = state == CopyState.RIGHT ? " was read wrong once" : " is gone";
      throw new IOException(blob.pack().file().place() + ": blob " + hash + what + "; clean again");
    }
    corrupt++;
  }
}
