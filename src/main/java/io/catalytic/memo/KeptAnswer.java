package io.catalytic.memo;

import io.catalytic.digest.Digest;

/**
 * An answer that passed every check.
 *
 * @param input what it is about
 * @param invocation whose answer it is
 * @param result its canonical JSON, in the store
 * @param contentTokens what reading the input would cost an agent
 * @param provenance where it comes from
 */
public record KeptAnswer(
    InputKey input,
    InvocationKey invocation,
    Digest result,
    long contentTokens,
    Provenance provenance)
    implements MemoEntry {}
