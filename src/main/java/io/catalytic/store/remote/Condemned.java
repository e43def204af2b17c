package io.catalytic.store.remote;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catalytic.digest.Json;
import io.catalytic.store.ChecksumLine;
import io.catalytic.store.pack.ByteSource;
import io.catalytic.store.pack.RegionStream;
import io.catalytic.store.remote.Remote.Listed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What awaits its deletion: {@code condemned/GENERATION.list} names the objects that one cleaning
 * set aside, and {@code condemned/GENERATION.sealed} says when, and who lived then.
 *
 * <p>The objects stay where they are, so whoever reads notices nothing. Who writes never relies on
 * them. A list is never changed, and deleted only after all in it that is not needed. Thread-safe.
 */
final class Condemned {
  private static final String VERSION = "1.0";
  private static final String MAJOR = "1.";

  private final RemoteObjects objects;
  private final Map<String, Set<String>> read = new HashMap<>();

  /**
   * When a list was complete, and who lived then.
   *
   * @param at in ms since 1970
   * @param leases names of their refs
   */
  record Seal(long at, List<String> leases) {}

  Condemned(RemoteObjects objects) {
    this.objects = objects;
  }

  /** Returns the names of all objects that are set aside. */
  synchronized Set<String> all() throws IOException {
    List<String> generations = lists();
    read.keySet().retainAll(generations);
    Set<String> all = new HashSet<>();
    for (String generation : generations) {
      Set<String> names = read.get(generation);
      if (names == null) {
        names = Set.copyOf(list(generation));
        read.put(generation, names);
      }
      all.addAll(names);
    }
    return all;
  }

  /** Returns the generations that have a list. */
  List<String> lists() throws IOException {
    return names().stream().flatMap(name -> RemoteLayout.listed(name).stream()).toList();
  }

  /** Returns the generations that have a seal and no list: the end of their deletion was cut. */
  List<String> sealsOnly() throws IOException {
    List<String> seals = new ArrayList<>();
    List<String> names = names();
    names.forEach(name -> RemoteLayout.sealed(name).ifPresent(seals::add));
    seals.removeIf(generation -> names.contains(RemoteLayout.condemnedList(generation)));
    return seals;
  }

  private List<String> names() throws IOException {
    return objects.remote().list(RemoteLayout.CONDEMNED).stream().map(Listed::name).toList();
  }

  /** Returns the names in a list; none if it is there no more. */
  List<String> list(String generation) throws IOException {
    Optional<JsonNode> json = read(RemoteLayout.condemnedList(generation), "objects");
    return json.isEmpty() ? List.of() : texts(json.get().path("objects"));
  }

  /** Returns the seal, or empty if the cleaning was cut short before it. */
  Optional<Seal> seal(String generation) throws IOException {
    Optional<JsonNode> json = read(RemoteLayout.condemnedSeal(generation), "leases");
    return json.map(
        seal ->
            new Seal(seal.path("sealed_at").asLong(Long.MAX_VALUE), texts(seal.path("leases"))));
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }

  /** Writes a list. */
  void writeList(String generation, Collection<String> names) throws IOException {
    write(RemoteLayout.condemnedList(generation), Json.object(), "objects", names);
  }

  /** Writes a seal, which has to be made of what was so after the list was written. */
  void writeSeal(String generation, Seal seal) throws IOException {
    ObjectNode json = Json.object().put("sealed_at", seal.at());
    write(RemoteLayout.condemnedSeal(generation), json, "leases", seal.leases());
  }

  private void write(String name, ObjectNode more, String field, Collection<String> texts)
      throws IOException {
    ObjectNode json = Json.object().put("schema_version", VERSION);
    json.setAll(more);
    ArrayNode array = json.putArray(field);
    texts.forEach(array::add);
    byte[] record = Json.write(json).getBytes(StandardCharsets.UTF_8);
    objects.remote().put(name, new Chunk(ChecksumLine.append(name, record)));
  }

  /**
   * Deletes a list, all of whose objects are deleted or needed, and then its seal: a list without a
   * seal would be sealed once more.
   */
  void remove(String generation) throws IOException {
    objects.remote().delete(RemoteLayout.condemnedList(generation));
    objects.remote().delete(RemoteLayout.condemnedSeal(generation));
  }

  private Optional<JsonNode> read(String name, String array) throws IOException {
    byte[] stored;
    try (ByteSource source = objects.remote().open(name)) {
      stored = new RegionStream(source, 0, Long.MAX_VALUE).readAllBytes();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    byte[] record =
        ChecksumLine.strip(name, stored)
            .orElseThrow(() -> damaged(name, "its checksum is wrong, or missing"));
    JsonNode json;
    try {
      json = Json.parse(record);
    } catch (JsonProcessingException e) {
      throw damaged(name, "it is not JSON: " + e.getOriginalMessage());
    }
    String version = json.path("schema_version").asText();
    if (!version.startsWith(MAJOR) || !json.path(array).isArray()) {
      throw new IOException(
          objects.place(name)
              + ": /schema_version: this program reads "
              + MAJOR
              + "x with "
              + array
              + "; got \""
              + version
              + "\"; use a newer program");
    }
    return Optional.of(json);
  }

  /** Nothing is guessed; and to delete either does no harm, for no object is deleted by it. */
  private IOException damaged(String name, String why) {
    return new IOException(
        objects.place(name)
            + ": "
            + why
            + ", so it is not told what is set aside; delete this object, and the next store gc"
            + " looks at all of it anew");
  }
}
