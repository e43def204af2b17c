package io.catalytic.exec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catalytic.digest.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What an exec is about to do, does, or did ({@code schemas/exec.schema.json}).
 *
 * @param id names it
 * @param state how far it is
 * @param command the program and its arguments
 * @param startedAt when, in ms since 1970
 * @param repair whether what is not kept is put back
 * @param keep globs of the paths whose changes stay
 * @param holder the process that is at work on it
 * @param lease the ref of its lease
 * @param domains the borrowed directories
 * @param ending how the command ended; empty until it has
 * @param recovered whether another process finished it
 */
public record ExecRecord(
    String id,
    State state,
    List<String> command,
    long startedAt,
    boolean repair,
    List<String> keep,
    Holder holder,
    String lease,
    List<Borrowed> domains,
    Optional<Ending> ending,
    boolean recovered) {
  private static final String VERSION = "1.0";
  private static final String MAJOR = "1.";

  /** How far an exec is. */
  public enum State {
    /** The domains are claimed; nothing was run. */
    CLAIMED,
    /** The store has all of them; the command may be running. */
    RUNNING,
    /** The command has ended, and it is known what has to come back. */
    RESTORING,
    /** It is over. */
    CLOSED;

    /** Returns the name in files, as {@code running}. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Takes copies. */
  public ExecRecord {
    command = List.copyOf(command);
    keep = List.copyOf(keep);
    domains = List.copyOf(domains);
  }

  /** Returns it with the domains, and in a state. */
  ExecRecord with(State next, List<Borrowed> borrowed) {
    return new ExecRecord(
        id, next, command, startedAt, repair, keep, holder, lease, borrowed, ending, recovered);
  }

  /** Returns it with the command's end. */
  ExecRecord with(Ending end) {
    return new ExecRecord(
        id,
        state,
        command,
        startedAt,
        repair,
        keep,
        holder,
        lease,
        domains,
        Optional.of(end),
        recovered);
  }

  /** Returns it as one that another process finishes. */
  ExecRecord takenBy(Holder other, String otherLease) {
    return new ExecRecord(
        id, state, command, startedAt, repair, keep, other, otherLease, domains, ending, true);
  }

  /** Returns whether every domain was proved to have come back. */
  public boolean isProven() {
    return domains.stream().allMatch(Borrowed::isProven);
  }

  /** Returns it as JSON. */
  public ObjectNode toJson() {
    ObjectNode json =
        Json.object()
            .put("schema_version", VERSION)
            .put("exec_id", id)
            .put("state", state.wireName());
    ArrayNode words = json.putArray("command");
    command.forEach(words::add);
    json.put("started_at", startedAt).put("repair", repair);
    ArrayNode globs = json.putArray("keep");
    keep.forEach(globs::add);
    json.set("holder", holder.toJson());
    json.put("lease", lease);
    ArrayNode borrowed = json.putArray("domains");
    domains.forEach(domain -> borrowed.add(domain.toJson()));
    ending.ifPresent(end -> json.set("ending", end.toJson()));
    return json.put("recovered", recovered);
  }

  /**
   * Returns the record that {@link #toJson} wrote.
   *
   * @param name the ref's, for messages
   * @throws IOException if it is of a newer version, or damaged
   */
  static ExecRecord parse(String name, byte[] bytes) throws IOException {
    JsonNode json;
    try {
      json = Json.parse(bytes);
    } catch (JsonProcessingException e) {
      throw new IOException(name + " is not JSON: " + e.getOriginalMessage() + advice(name), e);
    }
    String version = json.path("schema_version").asText();
    if (!version.startsWith(MAJOR)) {
      throw new IOException(
          name
              + " has version "
              + version
              + "; this program reads "
              + MAJOR
              + "x: use a newer one");
    }
    try {
      return of(json);
    } catch (IOException | IllegalArgumentException e) {
      throw new IOException(name + " is damaged: " + e.getMessage() + advice(name), e);
    }
  }

  private static String advice(String name) {
    return "; store forget " + name + " removes it";
  }

  private static ExecRecord of(JsonNode json) throws IOException {
    List<Borrowed> domains = new ArrayList<>();
    for (JsonNode domain : json.path("domains")) {
      domains.add(Borrowed.fromJson(domain));
    }
    return new ExecRecord(
        json.path("exec_id").asText(),
        State.valueOf(json.path("state").asText().toUpperCase(Locale.ROOT)),
        texts(json.path("command")),
        json.path("started_at").asLong(),
        json.path("repair").asBoolean(),
        texts(json.path("keep")),
        Holder.fromJson(json.path("holder")),
        json.path("lease").asText(),
        domains,
        json.has("ending") ? Optional.of(Ending.fromJson(json.get("ending"))) : Optional.empty(),
        json.path("recovered").asBoolean());
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }
}
