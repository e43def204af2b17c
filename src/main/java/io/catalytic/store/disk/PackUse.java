package io.catalytic.store.disk;

import io.catalytic.digest.Hash;
import io.catalytic.store.GcReport.Amount;
import io.catalytic.store.LiveSet;
import io.catalytic.store.pack.PackEntry;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tells what share of each pack is needed. For one thread. */
final class PackUse {

  /**
   * What a pack holds.
   *
   * @param live blobs that are needed, and for which this pack is the first to have them
   * @param unused blobs that nothing needs
   * @param copies blobs that are needed, and that an earlier pack has as well
   */
  record Use(Amount live, Amount unused, Amount copies) {
    static final Use NONE = new Use(Amount.NONE, Amount.NONE, Amount.NONE);

    /** Returns the share of its bytes that it could do without; all if nothing in it lives. */
    double wasted() {
      long waste = unused.bytes() + copies.bytes();
      return live.blobs() == 0 ? 1 : (double) waste / (waste + live.bytes());
    }
  }

  private PackUse() {}

  /** Goes through all packs that are known; the answer is by id. */
  static Map<String, Use> of(Packs packs, LiveSet live) throws IOException {
    Map<String, Use> uses = new LinkedHashMap<>();
    packs.view().packs().keySet().forEach(id -> uses.put(id, Use.NONE));
    MergedEntries entries = new MergedEntries(packs);
    for (List<MergedEntries.Located> found = entries.next();
        !found.isEmpty();
        found = entries.next()) {
      Hash hash = found.get(0).entry().digest().hash();
      boolean needed = live.contains(hash);
      for (int i = 0; i < found.size(); i++) {
        long bytes = PackEntry.BYTES + found.get(i).entry().stored();
        boolean first = i == 0;
        uses.computeIfPresent(
            found.get(i).pack().file().id(),
            (id, use) ->
                !needed
                    ? new Use(use.live, use.unused.plusOne(bytes), use.copies)
                    : first
                        ? new Use(use.live.plusOne(bytes), use.unused, use.copies)
                        : new Use(use.live, use.unused, use.copies.plusOne(bytes)));
      }
    }
    return uses;
  }
}
