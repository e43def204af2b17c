package io.catalytic.model;

import com.google.common.base.Throwables;
import io.catalytic.digest.Excerpt;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/**
 * Sends one request and reads the whole reply, within one limit of time and one of size.
 *
 * <p>{@link HttpRequest.Builder#timeout} ends when the headers are there: a server that never ends
 * its body would hold a worker for ever. So the limit stands around the whole exchange here, and
 * what exceeds it is cancelled, which closes the connection and lets the server stop its work.
 *
 * <p>Thread-safe. Redirects are not followed: a model's server has no business sending a prompt
 * elsewhere.
 */
final class HttpExchange {
  private final HttpClient http =
      HttpClient.newBuilder()
          .executor(ReplyThreads.POOL)
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  private final URI server;
  private final Duration limit;
  private final int maxBody;
  private final String howToStart;
  private final Clock clock;

  /** A reply that came in whole, whatever it says; what is not UTF-8 in it is replaced. */
  record Reply(int status, String body, Optional<Duration> retryAfter) {}

  /**
   * Makes no connection yet.
   *
   * @param server what messages call the server
   * @param spec limits one exchange: its time, from connecting to the last byte, and its size
   * @param howToStart the command that starts such a server
   */
  HttpExchange(URI server, ModelSpec spec, String howToStart) {
    this(server, spec, howToStart, Clock.systemUTC());
  }

  /** As above, with the time told where a server does not say what it takes it to be. */
  HttpExchange(URI server, ModelSpec spec, String howToStart, Clock clock) {
    this.server = server;
    this.limit = spec.timeout();
    this.maxBody = spec.maxReplyBytes();
    this.howToStart = howToStart;
    this.clock = clock;
  }

  Reply send(HttpRequest request) throws ModelException, InterruptedException {
    return send(request, limit);
  }

  /** As above, within another limit of time. */
  Reply send(HttpRequest request, Duration within) throws ModelException, InterruptedException {
    CompletableFuture<HttpResponse<byte[]>> exchange =
        http.sendAsync(request, headers -> new CappedBody(maxBody));
    try {
      HttpResponse<byte[]> response = exchange.get(within.toNanos(), TimeUnit.NANOSECONDS);
      String body = new String(response.body(), StandardCharsets.UTF_8);
      return new Reply(response.statusCode(), body, retryAfter(response));
    } catch (TimeoutException e) {
      throw new ModelException(
          ModelFault.TIMEOUT,
          server + " gave no whole answer within " + within.toMillis() + " ms",
          e);
    } catch (ExecutionException e) {
      throw fault(e.getCause() == null ? e : e.getCause());
    } finally {
      exchange.cancel(true);
    }
  }

  private ModelException fault(Throwable cause) {
    if (cause instanceof CappedBody.TooLong) {
      String message = server + " sent more than " + maxBody + " bytes (max_reply_bytes)";
      return new ModelException(ModelFault.MALFORMED_RESPONSE, message, cause);
    }
    if (isUnreachable(cause)) {
      return new ModelException(
          ModelFault.UNREACHABLE,
          "nothing answers at " + server + "; start it with: " + howToStart,
          cause);
    }
    if (Throwables.getCausalChain(cause).stream().anyMatch(SSLException.class::isInstance)) {
      return new ModelException(
          ModelFault.UNREACHABLE,
          "no TLS connection can be made to " + server + ": " + Excerpt.line(said(cause), 200),
          cause);
    }
    if (cause instanceof IOException && isNoHttp(cause)) {
      String message = server + " does not speak HTTP";
      return new ModelException(ModelFault.MALFORMED_RESPONSE, message, cause);
    }
    String message = server + " closed the connection before its answer was complete";
    return new ModelException(ModelFault.SERVER_ERROR, message, cause);
  }

  private static boolean isUnreachable(Throwable cause) {
    return cause instanceof ConnectException
        || cause instanceof HttpConnectTimeoutException
        || cause instanceof UnknownHostException
        || cause instanceof NoRouteToHostException;
  }

  private static String said(Throwable cause) {
    return String.valueOf(cause.getMessage());
  }

  /** The JDK's client has no type for it, only words: "Invalid status line", "invalid header". */
  private static boolean isNoHttp(Throwable cause) {
    for (Throwable each = cause; each != null; each = each.getCause()) {
      String words = String.valueOf(each.getMessage()).toLowerCase(Locale.ROOT);
      if (words.contains("invalid") || words.contains("unsupported")) {
        return true;
      }
    }
    return false;
  }

  private Optional<Duration> retryAfter(HttpResponse<?> response) {
    HttpHeaders headers = response.headers();
    return RetryAfter.of(headers.firstValue("Retry-After"), headers.firstValue("Date"), clock);
  }
}
