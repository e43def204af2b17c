package io.catalytic.instruction;

import com.fasterxml.jackson.databind.JsonNode;
import io.catalytic.model.TokenCounts;

/**
 * An answer that passed every check.
 *
 * @param value fits the instruction's output schema
 * @param attempts calls made, for all parts together
 * @param tokens of all these calls
 * @param chunks how many parts the input was asked about in, at least 1: 1 if it was asked whole
 * @param recovered whether the JSON had to be taken out of other text, for one part at least
 */
public record Answer(
    JsonNode value, int attempts, TokenCounts tokens, int chunks, boolean recovered)
    implements Outcome {}
