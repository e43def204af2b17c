package io.catalytic.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catalytic.digest.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * What an {@link OllamaServer} does with one request: an answer, an error, or a broken protocol.
 */
@FunctionalInterface
public interface OllamaAnswer {

  /** Sends it; returns whether the connection may be used again. */
  boolean send(Socket socket) throws IOException;

  /** A whole answer: done, reason stop, 10 prompt tokens and 5 of output. */
  static OllamaAnswer of(String content) {
    return stopped(content, "stop", 10, 5);
  }

  /** A whole answer with these counts. */
  static OllamaAnswer of(String content, int promptTokens, int outputTokens) {
    return stopped(content, "stop", promptTokens, outputTokens);
  }

  /** An answer that is done for this reason. */
  static OllamaAnswer stopped(String content, String reason, int promptTokens, int outputTokens) {
    ObjectNode body = Json.object().put("model", "m").put("created_at", "2026-01-01T00:00:00Z");
    body.putObject("message").put("role", "assistant").put("content", content);
    body.put("done", true).put("done_reason", reason).put("total_duration", 1_000_000L);
    body.put("prompt_eval_count", promptTokens).put("eval_count", outputTokens);
    return raw(200, "application/json", Json.write(body));
  }

  /** What Ollama sends when it gives up without an error: 200, not done, no counts. */
  static OllamaAnswer aborted() {
    ObjectNode body = Json.object().put("model", "m");
    body.putObject("message").put("role", "assistant").put("content", "{\"half");
    return raw(200, "application/json", Json.write(body.put("done", false)));
  }

  /** An error of Ollama's form. */
  static OllamaAnswer error(int status, String message) {
    return raw(status, "application/json", Json.write(Json.object().put("error", message)));
  }

  /** 503, and how long to stay away. */
  static OllamaAnswer busy(int retryAfterSeconds) {
    return busy("\r\nRetry-After: " + retryAfterSeconds);
  }

  /** 503, and until when to stay away, if the date is not empty by the time that it names. */
  static OllamaAnswer busy(String retryAfter, String date) {
    String sent = date.isEmpty() ? "" : "\r\nDate: " + date;
    return busy(sent + "\r\nRetry-After: " + retryAfter);
  }

  private static OllamaAnswer busy(String headers) {
    String body = "{\"error\":\"server busy, please try again\"}";
    return http(503, "application/json" + headers, body);
  }

  /** Any reply that is HTTP. */
  static OllamaAnswer raw(int status, String contentType, String body) {
    return http(status, contentType, body);
  }

  private static OllamaAnswer http(int status, String contentTypeAndMore, String body) {
    return socket -> {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      write(socket, head(status, contentTypeAndMore, "Content-Length: " + bytes.length));
      socket.getOutputStream().write(bytes);
      socket.getOutputStream().flush();
      return true;
    };
  }

  /** Never answers; ends when the client goes away. */
  static OllamaAnswer hang() {
    return OllamaAnswer::untilTheClientLeaves;
  }

  /** Sends the headers and never a body; ends when the client goes away. */
  static OllamaAnswer stall() {
    return socket -> {
      write(socket, head(200, "application/json", "Content-Length: 1000"));
      return untilTheClientLeaves(socket);
    };
  }

  /** Sends a body without end, a little at a time; ends when the client goes away. */
  static OllamaAnswer dribble() {
    return socket -> {
      write(socket, head(200, "application/json", "Transfer-Encoding: chunked"));
      try {
        while (true) {
          write(socket, "1\r\n \r\n");
          TimeUnit.MILLISECONDS.sleep(5);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    };
  }

  /** Sends a body of this size, of no meaning. */
  static OllamaAnswer giant(long bytes) {
    return socket -> {
      write(socket, head(200, "application/json", "Content-Length: " + bytes));
      byte[] part = " ".repeat(8192).getBytes(StandardCharsets.UTF_8);
      OutputStream out = socket.getOutputStream();
      for (long left = bytes; left > 0; left -= part.length) {
        out.write(part, 0, (int) Math.min(part.length, left));
      }
      return false;
    };
  }

  /** Breaks the connection before a word. */
  static OllamaAnswer reset() {
    return socket -> {
      socket.setSoLinger(true, 0);
      return false;
    };
  }

  /** Breaks the connection in the middle of the body. */
  static OllamaAnswer resetInMidBody() {
    return socket -> {
      write(socket, head(200, "application/json", "Content-Length: 1000") + "{\"message\":");
      socket.setSoLinger(true, 0);
      return false;
    };
  }

  /** Ends the body early, in good order. */
  static OllamaAnswer halfABody() {
    return socket -> {
      write(socket, head(200, "application/json", "Content-Length: 1000") + "{\"message\":");
      return false;
    };
  }

  /** Sends something that is not HTTP. */
  static OllamaAnswer noHttp() {
    return socket -> {
      write(socket, "SSH-2.0-OpenSSH_9.6\r\n\r\n");
      return false;
    };
  }

  private static boolean untilTheClientLeaves(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    while (in.read() >= 0) {
      // What else the client sends is of no interest.
    }
    return false;
  }

  private static String head(int status, String contentType, String length) {
    return "HTTP/1.1 "
        + status
        + " X\r\nContent-Type: "
        + contentType
        + "\r\n"
        + length
        + "\r\n\r\n";
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    socket.getOutputStream().flush();
  }
}
