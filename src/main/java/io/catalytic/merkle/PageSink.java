package io.catalytic.merkle;

import io.catalytic.digest.Hash;
import java.io.IOException;

/** Where the pages of tries are kept. */
@FunctionalInterface
public interface PageSink {

  /** Keeps some bytes and returns their SHA-256. The same page may come twice. */
  Hash write(byte[] page) throws IOException;
}
