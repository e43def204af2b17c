package io.catalytic.run.validation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.catalytic.digest.Hash;
import io.catalytic.digest.Hasher;
import io.catalytic.digest.Json;
import io.catalytic.run.RunTracer;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.RefDamagedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * The run record that the store keeps.
 *
 * @param text that of {@code run.json}, as the run wrote it
 * @param hash of its bytes
 * @param value the same as JSON
 */
record Recorded(String text, Hash hash, JsonNode value) {

  /**
   * Returns the record of a run.
   *
   * @param names of the run, the likeliest first; those that no ref can have are passed over
   * @param damaged takes the sentence of a record that is there and can't be used
   */
  static Optional<Recorded> find(ObjectStore store, List<String> names, List<String> damaged)
      throws IOException {
    for (String name : names) {
      try {
        Optional<byte[]> bytes = store.refs().read(RunTracer.KIND + "/" + name);
        if (bytes.isPresent()) {
          String text = new String(bytes.get(), StandardCharsets.UTF_8);
          return Optional.of(new Recorded(text, Hasher.sha256(bytes.get()), Json.parse(text)));
        }
      } catch (IllegalArgumentException e) {
        // A name that no ref can have is not this run's.
      } catch (RefDamagedException e) {
        damaged.add(String.valueOf(e.getMessage()));
      } catch (JsonProcessingException e) {
        damaged.add("the store's record of run " + name + " is not JSON");
      }
    }
    return Optional.empty();
  }
}
