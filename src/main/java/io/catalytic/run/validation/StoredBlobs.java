package io.catalytic.run.validation;

import com.google.common.io.ByteStreams;
import io.catalytic.digest.Hash;
import io.catalytic.run.validation.RunFinding.Kind;
import io.catalytic.store.BlobCorruptException;
import io.catalytic.store.BlobMissingException;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.pack.PackDamagedException;
import java.io.IOException;
import java.io.InputStream;

/** Reads blobs that a run needs, and tells those that are not there from those that are damaged. */
final class StoredBlobs {
  private final ObjectStore store;

  StoredBlobs(ObjectStore store) {
    this.store = store;
  }

  /** Reads a blob. */
  @FunctionalInterface
  interface Use {
    void of(InputStream blob) throws IOException;
  }

  /** Takes what is wrong with a blob. */
  @FunctionalInterface
  interface Fault {
    void is(Kind kind, String what);
  }

  /**
   * Gives a blob to a reader, and then reads it to its end, which verifies it. Returns whether it
   * is there and whole; what the reader found before is worth nothing if not.
   *
   * @throws IOException if the store can't be read
   */
  boolean read(Hash hash, Use use, Fault fault) throws IOException {
    try (InputStream blob = store.open(hash)) {
      use.of(blob);
      ByteStreams.exhaust(blob);
      return true;
    } catch (BlobMissingException e) {
      fault.is(Kind.MISSING, String.valueOf(e.getMessage()));
    } catch (BlobCorruptException | PackDamagedException e) {
      fault.is(Kind.CORRUPT, "the store can't give this back: " + e.getMessage());
    }
    return false;
  }

  /** Returns whether a blob is there and whole. */
  boolean isWhole(Hash hash, Fault fault) throws IOException {
    return read(hash, blob -> {}, fault);
  }
}
