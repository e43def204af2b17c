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
 * @param maxOutputTokens most tokens of the answer, at least 1; a worker without a language model
 *     passes it over
 * @param sample how many requests for the same part of the same input had an answer before, good or
 *     bad, from 0: two that are equal otherwise are meant to be answered anew
 */
public record ModelRequest(
    String instruction,
    String prompt,
    JsonNode decodingSchema,
    JsonNode input,
    int maxOutputTokens,
    int sample) {}
