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
 *
 * <p>{@code ollama:NAME} speaks Ollama's {@code /api/chat} and {@code /api/tags} over HTTP/1.1. Its
 * limits: one exchange takes at most {@link io.catalytic.model.ModelSpec#timeout}, from connecting
 * to the last byte, after which the connection is closed; a reply has at most {@link
 * io.catalytic.model.ModelSpec#maxReplyBytes}; redirects are not followed. An answer counts only
 * with {@code done:true} and {@code done_reason:"stop"}. How it maps what a server may do:
 *
 * <ul>
 *   <li>nothing listens, no such host: {@code UNREACHABLE}
 *   <li>no whole reply in time: {@code TIMEOUT}
 *   <li>408, 429, 503: {@code OVERLOADED}, with {@code Retry-After}, in seconds or as a time, which
 *       is taken from the reply's own {@code Date}
 *   <li>499, other 5xx, an error inside a 200, a connection broken before the reply was whole:
 *       {@code SERVER_ERROR}
 *   <li>404 with an error of Ollama's form: {@code MODEL_NOT_FOUND}; any other 404, a 3xx, HTML, a
 *       field that is missing or of the wrong type, a reply that is too large or no HTTP: {@code
 *       MALFORMED_RESPONSE}
 *   <li>an error that says that the context is exceeded: {@code CONTEXT_EXCEEDED}; any other 4xx:
 *       {@code REQUEST_REFUSED}
 *   <li>{@code done:false}, {@code load}, {@code unload}: a completion that was aborted; {@code
 *       length}: one that was cut
 * </ul>
 *
 * <p>{@code openai:NAME} speaks {@code /chat/completions} and {@code /models} of OpenAI's API, as
 * vLLM, llama.cpp, LM Studio and many gateways do, with the same limits and the same faults. What
 * differs:
 *
 * <ul>
 *   <li>it has no usual address: nothing is sent where nobody said
 *   <li>401 and 403 are {@code REQUEST_REFUSED} and say what to do about the key; so is a 429 over
 *       a quota that is used up, a {@code content_filter}, and a {@code refusal}
 *   <li>only {@code finish_reason:"stop"} is a whole answer
 *   <li>the decoding schema is called strict only if it is strict in OpenAI's sense
 *   <li>there is no name of the weights. {@link io.catalytic.model.ModelIdentity#digest} is null
 *       and the model's name is all that an invocation goes by: where other weights are put under
 *       the same name, or the server stands elsewhere, the memo takes their answers for the same. A
 *       reply's {@code system_fingerprint} would not help: it is known after the call only, and
 *       changes with the server's settings.
 * </ul>
 */
@NullMarked
package io.catalytic.model;

import org.jspecify.annotations.NullMarked;
