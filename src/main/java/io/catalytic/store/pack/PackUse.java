package io.catalytic.store.pack;

import io.catalytic.digest.Hash;
import io.catalytic.store.GcReport.Amount;
import io.catalytic.store.LiveSet;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tells what share of each pack is needed. For one thread. */
public final class PackUse {

  /**
   * What a pack holds.
   *
   * @param live blobs that are needed, and for which this pack is the first to have them
   * @param unused blobs that nothing needs
   * @param copies blobs that are needed, and that an earlier pack has as well
   */
  public record Use(Amount live, Amount unused, Amount copies) {
    /** Nothing. */
    public static final Use NONE = new Use(Amount.NONE, Amount.NONE, Amount.NONE);

    /** Returns the share of its bytes that it could do without; all if nothing in it lives. */
    public double wasted() {
      long waste = unused.bytes() + copies.bytes();
      return live.blobs() == 0 ? 1 : (double) waste / (waste + live.bytes());
    }
  }

  private PackUse() {}

  /** Goes through these packs; the answer is by id. */
  public static Map<String, Use> of(Collection<Pack> packs, MergedEntries.Dead dead, LiveSet live)
      throws IOException {
    Map<String, Use> uses = new LinkedHashMap<>();
    packs.forEach(pack -> uses.put(pack.file().id(), Use.NONE));
    MergedEntries entries = new MergedEntries(packs, dead);
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
