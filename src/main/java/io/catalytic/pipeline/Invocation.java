package io.catalytic.pipeline;

import io.catalytic.digest.Digest;
import io.catalytic.memo.InvocationKey;
import java.util.Optional;

/**
 * One call to be made: the run's instruction on one content.
 *
 * @param key names it
 * @param content bytes of the input, in the store
 * @param language of the content, if known
 */
public record Invocation(InvocationKey key, Digest content, Optional<String> language) {}
