/**
 * Names invocations, so that none is paid twice: one {@link io.catalytic.memo.InvocationKey} for
 * one instruction on one input, asked of one model in one way.
 */
@NullMarked
package io.catalytic.memo;

import org.jspecify.annotations.NullMarked;
