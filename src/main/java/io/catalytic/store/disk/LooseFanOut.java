package io.catalytic.store.disk;

import io.catalytic.digest.Hash;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The directories of loose objects, each of the upper ones listed once and then believed: what
 * comes to be later is not noticed. Spares nearly every look at a name that is not there, of which
 * a batch of new blobs needs one for each. For one thread.
 */
final class LooseFanOut {
  private final StoreLayout layout;
  private final Disk disk;
  private final Map<String, Set<String>> listed = new HashMap<>();

  LooseFanOut(StoreLayout layout, Disk disk) {
    this.layout = layout;
    this.disk = disk;
  }

  /** Returns whether the directory was there in which a blob's loose object would lie. */
  boolean mayHave(Hash hash) throws IOException {
    String hex = hash.hex();
    String first = hex.substring(0, 2);
    Set<String> second = listed.get(first);
    if (second == null) {
      Path outer = layout.objects().resolve(first);
      second = StoreLayout.isFanOut(outer, disk) ? new HashSet<>(disk.list(outer)) : Set.of();
      listed.put(first, second);
    }
    return second.contains(hex.substring(2, 4));
  }
}
