package io.catalytic.context;

import com.fasterxml.jackson.databind.JsonNode;
import io.catalytic.digest.CanonicalJson;
import io.catalytic.digest.Digest;
import io.catalytic.store.WriteBatch;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Things on their way into a context: {@code batch → put… → commit → close}.
 *
 * <p>After {@link #commit} returns, all of them are live, and survive a power cut. One that is
 * closed without a commit leaves nothing behind. Holds some 150 bytes in memory for each. For one
 * thread at a time.
 */
public final class Externalizing implements Closeable {
  private final WriteBatch batch;
  private final Segments segments;
  private final List<Reference> references = new ArrayList<>();

  Externalizing(WriteBatch batch, Segments segments) {
    this.batch = batch;
    this.segments = segments;
  }

  /** Takes some bytes. */
  public Digest put(byte[] bytes) throws IOException {
    return add(batch.put(bytes), Kind.BYTES);
  }

  /** Takes a stream to its end, in bounded memory. The caller closes the stream. */
  public Digest put(InputStream bytes) throws IOException {
    return add(batch.put(bytes), Kind.BYTES);
  }

  /** Takes a JSON value in canonical form; as {@link CatalyticContext#externalize(JsonNode)}. */
  public Digest put(JsonNode value) throws IOException {
    return add(batch.put(CanonicalJson.encode(value)), Kind.JSON);
  }

  /**
   * Takes a JSON value that is read from UTF-8, in canonical form, without a tree of it: what is
   * held in memory is about four times as large as the value. The caller closes the stream.
   *
   * @throws com.fasterxml.jackson.core.JsonProcessingException if it is not one JSON value
   * @throws java.nio.charset.CharacterCodingException if it is not UTF-8
   * @throws IllegalArgumentException as {@link #put(JsonNode)}
   */
  public Digest putJson(InputStream utf8) throws IOException {
    return add(batch.put(CanonicalJson.encode(utf8)), Kind.JSON);
  }

  private Digest add(Digest digest, Kind kind) {
    references.add(new Reference(digest, kind));
    return digest;
  }

  /**
   * Makes everything durable and live. A second commit is an error.
   *
   * <p>The blobs first, then the references: none ever refers to what is not there. Where it fails
   * or is cut short, blobs may be in the store that nothing refers to; and of a batch of more than
   * 4,096 some references may be live. All of it can be put again.
   */
  public void commit() throws IOException {
    batch.commit();
    segments.add(references);
  }

  @Override
  public void close() throws IOException {
    batch.close();
  }
}
