package io.catalytic.instruction;

import io.catalytic.model.TokenCounts;
import java.util.Locale;

/**
 * No answer could be had.
 *
 * @param reason of the last attempt
 * @param detail one sentence for people: what was wrong and where
 */
public record DeadLetter(Reason reason, String detail, int attempts, TokenCounts tokens)
    implements Outcome {

  /** Why there is no answer. */
  public enum Reason {
    /** The input does not fit the instruction's input schema. */
    INVALID_INPUT,
    /** The answer is not JSON. */
    NOT_JSON,
    /** The answer does not fit the instruction's output schema. */
    SCHEMA_VIOLATION,
    /** The answer names something that does not stand in the input. */
    UNGROUNDED,
    /** The answer was cut at the limit of output tokens. */
    OUTPUT_TRUNCATED,
    /** The server gave up in mid-answer without an error. */
    ABORTED,
    /** Nothing answers at the address. */
    UNREACHABLE,
    /** No answer within the time limit. */
    TIMEOUT,
    /** The server is too busy. */
    OVERLOADED,
    /** The server failed. */
    SERVER_ERROR,
    /** The server's answer does not have the form of its API. */
    MALFORMED_RESPONSE,
    /** The server does not have the model. */
    MODEL_NOT_FOUND,
    /** The prompt does not fit the model's context. */
    CONTEXT_EXCEEDED,
    /** The server refused the request. */
    REQUEST_REFUSED,
    /** This worker cannot do what was asked. */
    UNSUPPORTED,
    /** Something failed here, not at the model: a fault of this program. */
    INTERNAL_ERROR,
    /** The worker died of this input, and would again. */
    WORKER_CRASHED,
    /** The worker, which does the same each time, was not done with this input in time. */
    TOO_SLOW,
    /** The time for this input was over before there was an answer. */
    OUT_OF_TIME,
    /** The run had no tokens left to spend. */
    OVER_BUDGET,
    /** The server was there, and was not any more. */
    SERVER_GONE;

    /** Returns the name in files, as {@code schema_violation}. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
