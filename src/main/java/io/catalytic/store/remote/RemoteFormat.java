package io.catalytic.store.remote;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.catalytic.digest.Json;
import io.catalytic.store.StoreMissingException;
import io.catalytic.store.pack.ByteSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;

/**
 * The object {@code format.json}: {@code {"format":"catalytic-remote-store","version":1}}.
 *
 * <p>Its name for the format is not that of a store on disk, for neither program would find the
 * other's large blobs. Several processes may found one store at a time: all write the same.
 */
final class RemoteFormat {
  private static final String NAME = "catalytic-remote-store";
  private static final int VERSION = 1;
  private static final int LONGEST = 1 << 16;

  private RemoteFormat() {}

  /**
   * Checks that there is a store that can be used.
   *
   * @param make whether to make one where there is nothing
   */
  static void establish(RemoteObjects objects, boolean make) throws IOException {
    OptionalLong size = objects.remote().size(RemoteLayout.FORMAT);
    if (size.isEmpty()) {
      if (!make) {
        throw new StoreMissingException(objects.location().toString());
      }
      found(objects);
    } else {
      check(objects, size.getAsLong());
    }
  }

  private static void found(RemoteObjects objects) throws IOException {
    List<String> strange = objects.remote().some();
    if (!strange.isEmpty() && objects.remote().size(RemoteLayout.FORMAT).isEmpty()) {
      throw new IOException(
          objects.location()
              + ": not a store, and not empty (it holds "
              + String.join(", ", strange)
              + "); name an empty or a new folder");
    }
    String text = Json.write(Json.object().put("format", NAME).put("version", VERSION)) + "\n";
    objects.remote().put(RemoteLayout.FORMAT, new Chunk(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static void check(RemoteObjects objects, long size) throws IOException {
    String place = objects.place(RemoteLayout.FORMAT);
    JsonNode node;
    try (ByteSource source = objects.remote().open(RemoteLayout.FORMAT)) {
      node = Json.parse(Chunk.read(source, 0, (int) Math.min(size, LONGEST)));
    } catch (JsonProcessingException e) {
      throw new IOException(
          place + ": not JSON, so this is no store, or a damaged one: " + e.getOriginalMessage(),
          e);
    }
    if (!NAME.equals(node.path("format").textValue())) {
      throw new IOException(
          place + ": /format: must be \"" + NAME + "\"; got " + node.path("format"));
    }
    JsonNode version = node.path("version");
    if (!version.canConvertToInt() || !version.isIntegralNumber() || version.intValue() < 1) {
      throw new IOException(place + ": /version: must be a whole number from 1; got " + version);
    }
    if (version.intValue() > VERSION) {
      throw new IOException(
          place
              + ": /version: this store is of version "
              + version.intValue()
              + ", and this program knows only "
              + VERSION
              + "; use a newer program");
    }
  }

  /**
   * Checks that the store is still there, which matters where what is missing would be taken for a
   * blob that is.
   *
   * @throws IOException if it is not
   */
  static void require(RemoteObjects objects) throws IOException {
    if (objects.remote().size(RemoteLayout.FORMAT).isEmpty()) {
      throw new IOException(
          objects.location()
              + ": the store that was opened here is gone; see who deleted it, or name another");
    }
  }
}
