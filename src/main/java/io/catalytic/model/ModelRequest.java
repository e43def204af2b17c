package io.catalytic.model;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What a model is asked.
 *
 * @param instruction id of the instruction, which a worker without a language model goes by
 * @param prompt the whole text for a language model
 * @param decodingSchema JSON Schema that the answer's decoding is held to, already reduced to what
 *     servers understand
 * @param input the input itself, for a worker that does not read prompts
 */
public record ModelRequest(
    String instruction, String prompt, JsonNode decodingSchema, JsonNode input) {}
