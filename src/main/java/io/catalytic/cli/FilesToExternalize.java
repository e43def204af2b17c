package io.catalytic.cli;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.google.common.io.ByteStreams;
import com.google.common.io.CountingInputStream;
import io.catalytic.context.Externalizing;
import io.catalytic.context.Kind;
import io.catalytic.context.Reference;
import io.catalytic.digest.Digest;
import io.catalytic.digest.Excerpt;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Files that are to be kept in one batch.
 *
 * @param files their names, or - for standard input
 * @param kind whether they are taken as they are or as JSON values
 * @param maxJsonSize the largest that is read as JSON, in bytes
 */
record FilesToExternalize(List<String> files, Kind kind, long maxJsonSize) {
  private static final long MOST_JSON = 1 << 30;

  FilesToExternalize {
    files = List.copyOf(files);
    if (maxJsonSize > MOST_JSON) {
      throw new IllegalArgumentException(
          "--max-json-size: at most " + MOST_JSON + "; got " + maxJsonSize);
    }
  }

  /** Commits all of them, or none if one can't be read; closes the batch. */
  List<Reference> into(Externalizing batch) throws IOException {
    List<Reference> references = new ArrayList<>();
    try (batch) {
      for (String file : files) {
        try (InputStream bytes =
            file.equals("-") ? System.in : Files.newInputStream(Path.of(file))) {
          references.add(new Reference(put(file, bytes, batch), kind));
        }
      }
      batch.commit();
    }
    return references;
  }

  private Digest put(String file, InputStream bytes, Externalizing batch) throws IOException {
    if (kind == Kind.BYTES) {
      return batch.put(bytes);
    }
    CountingInputStream json = new CountingInputStream(ByteStreams.limit(bytes, maxJsonSize + 1));
    try {
      Digest digest = putJson(file, json, batch);
      requireSmall(file, json.getCount());
      return digest;
    } catch (CharacterCodingException e) {
      requireSmall(file, json.getCount());
      throw new IllegalArgumentException(file + ": is not UTF-8, and so no JSON", e);
    } catch (JsonProcessingException e) {
      requireSmall(file, json.getCount());
      throw new IllegalArgumentException(
          file + ": is not JSON: " + place(e) + Excerpt.line(e.getOriginalMessage(), 200), e);
    }
  }

  private static String place(JsonProcessingException e) {
    JsonLocation at = e.getLocation();
    return at == null ? "" : "line " + at.getLineNr() + ", column " + at.getColumnNr() + ": ";
  }

  private static Digest putJson(String file, InputStream json, Externalizing batch)
      throws IOException {
    try {
      return batch.putJson(json);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    }
  }

  /** What was cut at the limit may be no JSON only for that. */
  private void requireSmall(String file, long read) {
    if (read > maxJsonSize) {
      throw new IllegalArgumentException(
          file
              + ": has more than "
              + maxJsonSize
              + " bytes, the most that is read as JSON; raise --max-json-size, or use --as bytes");
    }
  }
}
