package io.catalytic.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/**
 * What a JVM runs once, that its classes may be archived for all later starts ({@code catalytic}):
 * one run by the embedded worker, and one that asks a model, which a server in this process stands
 * in for. With many calls in flight a run would otherwise spend its first second on loading
 * classes, while the model waits.
 */
final class Training {
  private static final String TAGS =
      "{\"models\":[{\"name\":\"training:latest\",\"digest\":\"0\"}]}";
  private static final String ANSWER =
      "{\"message\":{\"content\":\"{\\\"functions\\\":[],\\\"classes\\\":[],\\\"imports\\\":[]}\"},"
          + "\"done\":true,\"done_reason\":\"stop\",\"prompt_eval_count\":1,\"eval_count\":1}";

  private Training() {}

  /**
   * Runs.
   *
   * @param args a small directory to analyse, and one for what the runs leave
   */
  public static void main(String[] args) throws IOException {
    String directory = args[0];
    String work = args[1];
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/api/tags", exchange -> answer(exchange, TAGS));
    server.createContext("/api/show", exchange -> answer(exchange, "{}"));
    server.createContext("/api/chat", exchange -> answer(exchange, ANSWER));
    server.start();
    String url = "http://127.0.0.1:" + server.getAddress().getPort();
    String store = work + "/store";
    run("analyze", directory, "--store", store, "--out", work + "/embedded");
    run(
        "analyze",
        directory,
        "--store",
        store,
        "--out",
        work + "/model",
        "--model",
        "ollama:training",
        "--model-url",
        url);
    server.stop(0);
  }

  private static void run(String... words) {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    int unused = Main.execute(nowhere, nowhere, words);
  }

  private static void answer(HttpExchange exchange, String json) throws IOException {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    exchange.getRequestBody().readAllBytes();
    exchange.sendResponseHeaders(200, body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }
}
