package io.catalytic.context;

import java.util.Collection;

/**
 * What a context holds, counted without reading any of it.
 *
 * @param context its name
 * @param references how many are live, each hash once
 * @param bytes the sum of their sizes
 */
public record ContextSummary(String context, int references, long bytes) {

  /** Counts references. */
  public static ContextSummary of(String context, Collection<Reference> references) {
    long bytes = references.stream().mapToLong(reference -> reference.digest().size()).sum();
    return new ContextSummary(context, references.size(), bytes);
  }
}
