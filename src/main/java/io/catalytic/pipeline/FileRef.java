package io.catalytic.pipeline;

import io.catalytic.digest.Digest;
import io.catalytic.domain.RawPath;
import java.util.Optional;

/**
 * A file that is analysed. Its bytes are in the store.
 *
 * @param path where it is in the domain
 * @param content its bytes
 * @param language as {@code python}, if known
 */
public record FileRef(RawPath path, Digest content, Optional<String> language) {}
