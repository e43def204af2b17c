package io.catalytic.store;

import io.catalytic.digest.Digest;
import io.catalytic.digest.Hash;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * For tests: a ref {@code test/…} needs the blobs whose hashes it lists, a line each; with a {@code
 * ?} before it, it only keeps the blob.
 */
public final class HashListTracer implements RefTracer {

  /** Made by the service loader. */
  public HashListTracer() {}

  @Override
  public String kind() {
    return "test";
  }

  @Override
  public void trace(String name, byte[] value, ObjectStore store, Mark mark) throws IOException {
    String text = new String(value, StandardCharsets.UTF_8);
    if (text.startsWith("damaged")) {
      throw new IOException("it is damaged");
    }
    for (String line : text.lines().toList()) {
      if (line.startsWith("?")) {
        mark.keeps(Hash.parse(line.substring(1)));
      } else {
        mark.needs(Hash.parse(line));
      }
    }
  }

  /** Has a ref need some blobs. */
  public static void keep(ObjectStore store, String name, Iterable<Digest> digests)
      throws IOException {
    write(store, name, "", digests);
  }

  /** Has a ref keep some blobs that may not be there. */
  public static void keepIfThere(ObjectStore store, String name, Iterable<Digest> digests)
      throws IOException {
    write(store, name, "?", digests);
  }

  private static void write(ObjectStore store, String name, String before, Iterable<Digest> digests)
      throws IOException {
    StringBuilder lines = new StringBuilder();
    digests.forEach(digest -> lines.append(before).append(digest.hash().hex()).append('\n'));
    store.refs().write("test/" + name, lines.toString().getBytes(StandardCharsets.UTF_8));
  }
}
