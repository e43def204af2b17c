package io.catalytic.instruction;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Serializable;

/**
 * An input and the answer to it, for the model to learn from.
 *
 * @param input fits the instruction's input schema
 * @param output fits its output schema
 */
public record Example(JsonNode input, JsonNode output) implements Serializable {}
