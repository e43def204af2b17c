/**
 * What a text costs a large model: {@link io.catalytic.tokens.TokenCounter} counts it, {@link
 * io.catalytic.tokens.TokenBudget} takes as much of it as may be spent.
 *
 * <p>A room of its own, since both the run record above and the context protocol below are held to
 * limits in tokens. The encoding is public and computed here; a model with another one is charged
 * somewhat differently.
 */
@NullMarked
package io.catalytic.tokens;

import org.jspecify.annotations.NullMarked;
