/**
 * Asking a model: one {@link io.catalytic.model.ModelRequest} to one {@link
 * io.catalytic.model.Completion}.
 *
 * <p>{@link io.catalytic.model.ModelClient} is the port. Its kinds are found by {@link
 * io.catalytic.model.Models} through {@link io.catalytic.model.ModelProvider}, a {@link
 * java.util.ServiceLoader} interface, so that this room need not know the embedded worker, which
 * stands above it.
 *
 * <p>A client reports what the server said and judges nothing: whether text is JSON, fits a schema
 * or is worth another attempt is for the harness. What a server answers with an error is a {@link
 * io.catalytic.model.ModelException} with a {@link io.catalytic.model.ModelFault}, never a bare I/O
 * error, since each fault wants a different reaction.
 */
@NullMarked
package io.catalytic.model;

import org.jspecify.annotations.NullMarked;
