package io.catalytic.model;

/**
 * What a model answered, and how long that took.
 *
 * @param completion the answer
 * @param durationMillis from sending the request to the last byte; waiting for a turn not included
 */
public record TimedCompletion(Completion completion, long durationMillis) {}
