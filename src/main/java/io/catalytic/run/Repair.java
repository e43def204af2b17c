package io.catalytic.run;

import java.util.Optional;

/**
 * What putting a domain back came to, after a run that found it changed.
 *
 * @param restored whether reading all of it again gave the root before
 * @param changes how many paths were put back
 * @param trouble why it was not done, or not finished; else empty
 */
public record Repair(boolean restored, long changes, Optional<String> trouble) {}
