package io.catalytic.exec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catalytic.digest.Json;
import io.catalytic.domain.Domain;
import io.catalytic.domain.MountPoints;
import io.catalytic.domain.SnapshotIndex.Known;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.TreeSet;

/**
 * One domain of an exec, as far as it has come.
 *
 * @param directory its absolute path, with links resolved
 * @param mount where the file system is mounted that it lies on
 * @param before its state before the command; empty until that is in the store
 * @param changes what the command changed; empty until that is known
 * @param target the state that it has to have afterwards; empty until that is known. That of before
 *     unless changes are kept
 * @param outcome what was proved at the end
 */
public record Borrowed(
    String directory,
    Path mount,
    Optional<Known> before,
    Optional<Changes> changes,
    Optional<Known> target,
    Optional<Outcome> outcome) {

  /** A domain that is only claimed. */
  static Borrowed claimed(Domain domain) throws IOException {
    return new Borrowed(
        domain.directory(),
        MountPoints.above(domain.path()),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** Returns it with its state before. */
  Borrowed with(Known snapshot) {
    return new Borrowed(directory, mount, Optional.of(snapshot), changes, target, outcome);
  }

  /** Returns it with the state that it has to have. */
  Borrowed aimingAt(Known state) {
    return new Borrowed(directory, mount, before, changes, Optional.of(state), outcome);
  }

  Borrowed with(Changes found) {
    return new Borrowed(directory, mount, before, Optional.of(found), target, outcome);
  }

  Borrowed with(Outcome proved) {
    return new Borrowed(directory, mount, before, changes, target, Optional.of(proved));
  }

  /** Returns it as if nothing had been proved yet. */
  Borrowed unproven() {
    return new Borrowed(directory, mount, before, changes, target, Optional.empty());
  }

  /** Returns the domain that was read before. */
  Domain domain() {
    return new Domain(directory, new TreeSet<>(before.orElseThrow().leftOut()));
  }

  /** Returns whether it was proved that all came back that had to. */
  public boolean isProven() {
    return outcome.filter(Outcome::proven).isPresent();
  }

  ObjectNode toJson() {
    ObjectNode json = Json.object().put("directory", directory).put("mount", mount.toString());
    before.ifPresent(state -> json.set("before", state.toJson()));
    changes.ifPresent(counts -> json.set("changes", counts.toJson()));
    target.ifPresent(state -> json.set("target", state.toJson()));
    outcome.ifPresent(proved -> json.set("outcome", proved.toJson()));
    return json;
  }

  static Borrowed fromJson(JsonNode json) throws IOException {
    return new Borrowed(
        json.path("directory").asText(),
        Path.of(json.path("mount").asText()),
        known(json, "before"),
        json.has("changes") ? Optional.of(Changes.fromJson(json.get("changes"))) : Optional.empty(),
        known(json, "target"),
        json.has("outcome")
            ? Optional.of(Outcome.fromJson(json.get("outcome")))
            : Optional.empty());
  }

  private static Optional<Known> known(JsonNode json, String field) throws IOException {
    return json.has(field) ? Optional.of(Known.fromJson(json.get(field))) : Optional.empty();
  }
}
