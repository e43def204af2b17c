package io.catalytic.store.remote;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.primitives.Ints;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** The objects of one bucket of {@link GcsServer}, and the uploads under way. Thread-safe. */
final class GcsObjects {
  private final String bucket;
  private final NavigableMap<String, Stored> objects = new TreeMap<>();
  private final Map<String, Upload> uploads = new ConcurrentHashMap<>();
  private long generations = 1_700_000_000_000_000L;

  /**
   * An object.
   *
   * @param content its bytes
   * @param generation never given twice
   * @param created when it was put
   */
  record Stored(Chunk content, long generation, Instant created) {}

  /** A resumable upload. */
  static final class Upload {
    final String name;
    final @Nullable String crc;
    final long size;
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    boolean done;

    Upload(String name, @Nullable String crc, long size) {
      this.name = name;
      this.crc = crc;
      this.size = size;
    }
  }

  /** What Google would refuse. */
  static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final int status;
    private final String said;

    Refused(int status, String said) {
      super(said);
      this.status = status;
      this.said = said;
    }

    String said() {
      return said;
    }

    int status() {
      return status;
    }
  }

  GcsObjects(String bucket) {
    this.bucket = bucket;
  }

  /** Forgets everything. */
  synchronized void clear() {
    objects.clear();
    uploads.clear();
  }

  void requireBucket(String name) {
    if (!name.equals(bucket)) {
      throw new Refused(404, "The specified bucket does not exist.");
    }
  }

  /** Returns the objects whose names start so. */
  synchronized NavigableMap<String, Stored> listed(String prefix) {
    NavigableMap<String, Stored> found = new TreeMap<>(objects.tailMap(prefix, true));
    found.keySet().removeIf(name -> !name.startsWith(prefix));
    return found;
  }

  synchronized Stored get(String name) {
    Stored stored = objects.get(name);
    if (stored == null) {
      throw new Refused(404, "No such object: " + bucket + "/" + name);
    }
    return stored;
  }

  synchronized Stored put(String name, byte[] bytes, @Nullable String crc) {
    if (name.isEmpty()
        || name.getBytes(UTF_8).length > 1024
        || name.equals(".")
        || name.equals("..")
        || name.contains("\n")
        || name.contains("\r")
        || name.startsWith(".well-known/acme-challenge/")) {
      throw new Refused(400, "Invalid object name");
    }
    CRC32C sum = new CRC32C();
    sum.update(bytes);
    String right = Base64.getEncoder().encodeToString(Ints.toByteArray((int) sum.getValue()));
    if (crc == null || !crc.equals(right)) {
      // Google takes an upload without a checksum; this program always sends one.
      throw new Refused(400, "Provided CRC32C \"" + crc + "\" doesn't match \"" + right + "\".");
    }
    Stored stored = new Stored(new Chunk(bytes), ++generations, Instant.now());
    objects.put(name, stored);
    return stored;
  }

  synchronized void delete(String name, long ifGeneration) {
    if (get(name).generation() != ifGeneration) {
      throw new Refused(412, "At least one of the pre-conditions you specified did not hold.");
    }
    objects.remove(name);
  }

  String begin(Upload upload) {
    String id = UUID.randomUUID().toString();
    uploads.put(id, upload);
    return id;
  }

  Upload upload(String id) {
    Upload upload = uploads.get(id);
    if (upload == null) {
      throw new Refused(404, "no such upload");
    }
    return upload;
  }
}
