package io.catalytic.instruction;

import com.fasterxml.jackson.databind.JsonNode;
import io.catalytic.model.TokenCounts;

/**
 * An answer that passed every check.
 *
 * @param value fits the instruction's output schema
 */
public record Answer(JsonNode value, int attempts, TokenCounts tokens) implements Outcome {}
