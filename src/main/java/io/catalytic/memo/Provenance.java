package io.catalytic.memo;

import io.catalytic.model.TokenCounts;
import java.io.Serializable;

/**
 * Where an outcome comes from.
 *
 * @param attempts calls that were made for it
 * @param tokens of all of them, as the server counted them
 * @param durationMillis all of them together, one after the other
 * @param chunks parts that the input was cut into; 1 if it was asked about as a whole
 * @param recovered whether the model had written something around its answer
 */
public record Provenance(
    int attempts, TokenCounts tokens, long durationMillis, int chunks, boolean recovered)
    implements Serializable {}
