package io.catalytic.store.disk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catalytic.digest.Hash;
import io.catalytic.digest.Json;
import io.catalytic.store.ChecksumLine;
import io.catalytic.store.StoreRefusedException;
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
import java.util.regex.Pattern;

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
  private static final String MAJOR = "1.";

  /** When a cleaning began, and 8 random digits. */
  private static final Pattern NAME = Pattern.compile("[0-9TZ.+-]+-[0-9a-f]{8}");

  /** Returns whether this is a directory with the name of a generation. */
  static boolean isOne(Path path, Disk disk) throws IOException {
    return NAME.matcher(String.valueOf(path.getFileName())).matches()
        && disk.kind(path) == Disk.FileKind.DIRECTORY;
  }

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
      return Json.write(json);
    }

    /** Nothing is guessed: a writer that is not read may rely on what is here. */
    private static Seal parse(byte[] stored, String name, Path file) throws IOException {
      byte[] bytes =
          ChecksumLine.strip(name, stored)
              .orElseThrow(() -> damaged(file, "its checksum is wrong, or missing"));
      JsonNode json;
      try {
        json = Json.parse(bytes);
      } catch (JsonProcessingException e) {
        throw damaged(file, "it is not JSON: " + e.getOriginalMessage());
      }
      String version = json.path("schema_version").asText();
      if (version.matches("[0-9]{1,9}\\..*") && !version.startsWith(MAJOR)) {
        throw new StoreRefusedException(
            file
                + ": /schema_version: is "
                + version
                + ", and this program reads "
                + MAJOR
                + "x; use a newer program");
      }
      JsonNode at = json.path("sealed_at");
      if (!version.startsWith(MAJOR) || !at.isIntegralNumber() || !at.canConvertToLong()) {
        throw damaged(file, "it has no schema_version " + MAJOR + "x, or no sealed_at");
      }
      return new Seal(at.longValue(), texts(json, "writers", file), texts(json, "leases", file));
    }

    private static List<String> texts(JsonNode json, String key, Path file) throws IOException {
      JsonNode array = json.path(key);
      List<String> texts = new ArrayList<>();
      for (JsonNode text : array) {
        if (text.isTextual()) {
          texts.add(text.textValue());
        }
      }
      if (!array.isArray() || texts.size() != array.size()) {
        throw damaged(file, "/" + key + " is no list of names");
      }
      return texts;
    }

    private static IOException damaged(Path file, String why) {
      return new IOException(
          file
              + ": "
              + why
              + ", so nothing beside it is deleted; delete this file, and the next store gc seals"
              + " what lies there anew");
    }
  }

  /**
   * Returns the seal, or empty if the cleaning was cut short before it.
   *
   * @throws StoreRefusedException if it is of a newer version
   * @throws IOException if it is damaged or can't be read
   */
  Optional<Seal> seal() throws IOException {
    Path file = directory.resolve(SEAL);
    if (disk.size(file) == Disk.ABSENT) {
      return Optional.empty();
    }
    try (ByteSource in = disk.open(file)) {
      byte[] stored = new RegionStream(in, 0, Long.MAX_VALUE).readAllBytes();
      return Optional.of(Seal.parse(stored, sealName(), file));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** What a seal's checksum takes for its name: one that is copied elsewhere says nothing there. */
  private String sealName() {
    return "condemned/" + directory.getFileName() + "/" + SEAL;
  }

  /** Returns whether there is a seal, whatever it says. */
  boolean hasSeal() throws IOException {
    return disk.size(directory.resolve(SEAL)) != Disk.ABSENT;
  }

  /** Seals it, by way of a temporary file. */
  void seal(Seal seal, Path draft) throws IOException {
    try (ByteSink out = disk.create(draft)) {
      byte[] record = seal.write().getBytes(StandardCharsets.UTF_8);
      byte[] bytes = ChecksumLine.append(sealName(), record);
      out.write(bytes, 0, bytes.length);
      out.force();
    }
    disk.rename(draft, directory.resolve(SEAL));
    disk.forceDirectory(directory);
  }

  /** Returns the hashes of the loose objects here. */
  List<Hash> loose() throws IOException {
    return ours().stream().filter(Hash::isHex).map(Hash::parse).toList();
  }

  /** Returns the ids of the packs here. */
  List<String> packs() throws IOException {
    return ours().stream()
        .filter(StoreLayout::isPack)
        .map(name -> name.substring(0, name.length() - StoreLayout.PACK.length()))
        .toList();
  }

  /** Returns the names of what was set aside. */
  private List<String> ours() throws IOException {
    List<String> ours = new ArrayList<>();
    for (String name : disk.list(directory)) {
      if (!isStray(name)) {
        ours.add(name);
      }
    }
    return ours;
  }

  /** Returns what lies here and was not set aside by any cleaning. */
  List<Path> strays() throws IOException {
    List<Path> strays = new ArrayList<>();
    for (String name : disk.list(directory)) {
      if (isStray(name)) {
        strays.add(directory.resolve(name));
      }
    }
    return strays;
  }

  private boolean isStray(String name) throws IOException {
    boolean named = Hash.isHex(name) || StoreLayout.isPack(name);
    return !name.equals(SEAL)
        && (!named || disk.kind(directory.resolve(name)) == Disk.FileKind.DIRECTORY);
  }

  /** Returns whether there are strays here and nothing else. */
  boolean isOnlyStrays() throws IOException {
    List<Path> strays = strays();
    return !strays.isEmpty() && disk.list(directory).size() == strays.size();
  }

  /** Returns where a pack of this id lies here. */
  Path pack(String id) {
    return directory.resolve(id + StoreLayout.PACK);
  }

  /** Removes the seal and the directory, unless strays are in it. */
  void remove() throws IOException {
    try {
      disk.delete(directory.resolve(SEAL));
    } catch (NoSuchFileException e) {
      // It was never sealed.
    }
    if (strays().isEmpty()) {
      disk.delete(directory);
    }
  }
}
