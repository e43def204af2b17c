package io.catalytic.store.disk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catalytic.digest.Hash;
import io.catalytic.digest.Json;
import io.catalytic.store.pack.ByteSink;
import io.catalytic.store.pack.ByteSource;
import io.catalytic.store.pack.RegionStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one cleaning set aside: packs and loose objects under the names they had, and, once that is
 * complete, {@code sealed.json}.
 *
 * <p>The seal names every writer and every lease that lived <em>after</em> the last of them was set
 * aside. Only these can rely on what is here: whoever came later did not see it. So it may be
 * deleted once all of them are gone, and what they wrote refs for was looked at after that.
 *
 * @param directory {@code condemned/GENERATION}
 * @param disk the disk
 */
record Generation(Path directory, Disk disk) {
  private static final String SEAL = "sealed.json";
  private static final String VERSION = "1.0";

  /**
   * When a generation was complete, and who lived then.
   *
   * @param at in ms since 1970
   * @param writers ids of their places under {@code tmp/}
   * @param leases names of their refs
   */
  record Seal(long at, List<String> writers, List<String> leases) {

    private String write() {
      ObjectNode json = Json.object().put("schema_version", VERSION).put("sealed_at", at);
      ArrayNode writing = json.putArray("writers");
      writers.forEach(writing::add);
      ArrayNode leased = json.putArray("leases");
      leases.forEach(leased::add);
      return Json.write(json) + "\n";
    }

    private static Seal parse(byte[] bytes) throws IOException {
      JsonNode json = Json.parse(bytes);
      List<String> writers = new ArrayList<>();
      json.path("writers").forEach(writer -> writers.add(writer.asText()));
      List<String> leases = new ArrayList<>();
      json.path("leases").forEach(lease -> leases.add(lease.asText()));
      return new Seal(json.path("sealed_at").asLong(Long.MAX_VALUE), writers, leases);
    }
  }

  /** Returns the seal, or empty if the cleaning was cut short before it. */
  Optional<Seal> seal() throws IOException {
    Path file = directory.resolve(SEAL);
    if (disk.size(file) == Disk.ABSENT) {
      return Optional.empty();
    }
    try (ByteSource in = disk.open(file)) {
      return Optional.of(Seal.parse(new RegionStream(in, 0, Long.MAX_VALUE).readAllBytes()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Seals it, by way of a temporary file. */
  void seal(Seal seal, Path draft) throws IOException {
    try (ByteSink out = disk.create(draft)) {
      byte[] bytes = seal.write().getBytes(StandardCharsets.UTF_8);
      out.write(bytes, 0, bytes.length);
      out.force();
    }
    disk.rename(draft, directory.resolve(SEAL));
    disk.forceDirectory(directory);
  }

  /** Returns the hashes of the loose objects here. */
  List<Hash> loose() throws IOException {
    return disk.list(directory).stream().filter(Hash::isHex).map(Hash::parse).toList();
  }

  /** Returns the ids of the packs here. */
  List<String> packs() throws IOException {
    return disk.list(directory).stream()
        .filter(name -> name.endsWith(StoreLayout.PACK))
        .map(name -> name.substring(0, name.length() - StoreLayout.PACK.length()))
        .toList();
  }

  /** Returns where a pack of this id lies here. */
  Path pack(String id) {
    return directory.resolve(id + StoreLayout.PACK);
  }

  /** Removes the seal and the directory, which must hold nothing else. */
  void remove() throws IOException {
    try {
      disk.delete(directory.resolve(SEAL));
    } catch (NoSuchFileException e) {
      // It was never sealed.
    }
    disk.delete(directory);
  }
}
