package io.catalytic.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.catalytic.digest.Hasher;
import io.catalytic.digest.Json;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A server on this machine that speaks Ollama's API over real HTTP, for tests of any room.
 *
 * <p>{@code /api/chat} answers as told, {@code /api/tags} lists {@link #models}, {@code /api/show}
 * tells what {@link #showing} says; so do {@code /v1/chat/completions} and {@code /v1/models}, for
 * what speaks OpenAI's API, and {@code /props} what {@link #props} says. Sockets are used bare, so
 * that it can also break the protocol. Everything that was asked is recorded. Closing it breaks all
 * connections.
 */
public final class OllamaServer implements AutoCloseable {
  /** What a chat costs at least; for tests of throughput, which must not assert on time. */
  private final Duration latency;

  private final Semaphore slots;
  private final Function<JsonNode, OllamaAnswer> answers;
  private final ServerSocket listener;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicInteger mostInFlight = new AtomicInteger();
  private final Semaphore arrived = new Semaphore(0);
  private final Semaphore ended = new Semaphore(0);
  private volatile List<String> models = List.of("m:latest");
  private volatile String shown = "{}";
  private volatile String list = "";
  private volatile String weights = "";
  private volatile OllamaAnswer props = OllamaAnswer.raw(404, "text/plain", "404 page not found");

  /** One request as it came in; the body is a missing node, the header empty if there was none. */
  public record Request(String method, String path, String authorization, JsonNode body) {

    boolean isChat() {
      return path.equals("/api/chat") || path.equals("/v1/chat/completions");
    }
  }

  private OllamaServer(Function<JsonNode, OllamaAnswer> answers, int slots, Duration latency) {
    this.answers = answers;
    this.slots = new Semaphore(slots, true);
    this.latency = latency;
    try {
      listener = new ServerSocket(0, 512, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::accept);
  }

  /** Answers each chat as the function of its body says. */
  public static OllamaServer answering(Function<JsonNode, OllamaAnswer> answers) {
    return answering(answers, Integer.MAX_VALUE, Duration.ZERO);
  }

  /** As above, so many chats at a time (others wait their turn), each at least so long. */
  public static OllamaServer answering(
      Function<JsonNode, OllamaAnswer> answers, int slots, Duration latency) {
    return new OllamaServer(answers, slots, latency);
  }

  /** Plays one answer a chat, in turn; the last one again and again. */
  public static OllamaServer playing(OllamaAnswer... script) {
    AtomicInteger next = new AtomicInteger();
    return answering(chat -> script[Math.min(next.getAndIncrement(), script.length - 1)]);
  }

  /** Sets the models that it says it has, with tags. */
  public OllamaServer models(String... names) {
    models = List.of(names);
    return this;
  }

  /** Puts other weights behind the names of its models; theirs are {@code ""} at first. */
  public OllamaServer weights(String other) {
    weights = other;
    return this;
  }

  /** Sets what it tells of each model; nothing of interest at first. */
  public OllamaServer showing(String modelInfo) {
    shown = "{\"model_info\":" + modelInfo + "}";
    return this;
  }

  /** Sets what it answers to {@code /v1/models}, in place of the list of its models. */
  public OllamaServer list(String body) {
    list = body;
    return this;
  }

  /** Sets what it answers to {@code /props}, as llama.cpp's server does; 404 at first. */
  public OllamaServer props(OllamaAnswer answer) {
    props = answer;
    return this;
  }

  /** As above, with so many slots. */
  public OllamaServer totalSlots(int slots) {
    return props(OllamaAnswer.raw(200, "application/json", "{\"total_slots\":" + slots + "}"));
  }

  /** Returns its address, as {@code http://127.0.0.1:40123}. */
  public String url() {
    return "http://127.0.0.1:" + listener.getLocalPort();
  }

  /** Returns every request so far. */
  public List<Request> requests() {
    return List.copyOf(requests);
  }

  /** Returns the bodies of all chats so far. */
  public List<JsonNode> chats() {
    return requests.stream().filter(Request::isChat).map(Request::body).toList();
  }

  /** Returns the prompts of all chats so far. */
  public List<String> prompts() {
    return chats().stream().map(chat -> chat.at("/messages/0/content").asText()).toList();
  }

  /** Returns the most chats that were in flight at a time, waiting ones included. */
  public int mostInFlight() {
    return mostInFlight.get();
  }

  /** Returns once so many chats have come in. */
  public void awaitArrived(int chats) throws InterruptedException {
    arrived.acquire(chats);
  }

  /** Returns once so many chats have ended, in whatever way; waits for a client that hangs on. */
  public void awaitEnded(int chats) throws InterruptedException {
    ended.acquire(chats);
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listener.accept();
        open.add(socket);
        threads.execute(() -> serve(socket));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      while (answer(in, socket)) {
        // Once more over the same connection.
      }
    } catch (IOException | InterruptedException e) {
      // The client or this server went away.
    } finally {
      open.remove(socket);
    }
  }

  private boolean answer(InputStream in, Socket socket) throws IOException, InterruptedException {
    Request request = read(in);
    if (request == null) {
      return false;
    }
    requests.add(request);
    return switch (request.path) {
      case "/api/chat", "/v1/chat/completions" -> chat(request.body, socket);
      case "/api/tags" -> OllamaAnswer.raw(200, "application/json", tags()).send(socket);
      case "/api/show" -> OllamaAnswer.raw(200, "application/json", shown).send(socket);
      case "/props" -> props.send(socket);
      case "/v1/models" -> OllamaAnswer.raw(200, "application/json", list()).send(socket);
      default -> OllamaAnswer.raw(404, "text/plain", "404 page not found").send(socket);
    };
  }

  private boolean chat(JsonNode body, Socket socket) throws IOException, InterruptedException {
    mostInFlight.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
    arrived.release();
    slots.acquire();
    try {
      TimeUnit.NANOSECONDS.sleep(latency.toNanos());
      OllamaAnswer answer = answers.apply(body);
      inFlight.decrementAndGet();
      return answer.send(socket);
    } finally {
      slots.release();
      ended.release();
    }
  }

  private String tags() {
    ArrayNode list = Json.object().arrayNode();
    for (String name : models) {
      String digest = Hasher.sha256((name + weights).getBytes(StandardCharsets.UTF_8)).hex();
      list.addObject().put("name", name).put("model", name).put("digest", digest);
    }
    return Json.write(Json.object().set("models", list));
  }

  private String list() {
    if (!list.isEmpty()) {
      return list;
    }
    ArrayNode data = Json.object().arrayNode();
    models.forEach(name -> data.addObject().put("id", name).put("object", "model"));
    return Json.write(Json.object().put("object", "list").set("data", data));
  }

  private static @Nullable Request read(InputStream in) throws IOException {
    String first = line(in);
    if (first.isEmpty()) {
      return null;
    }
    int length = 0;
    String authorization = "";
    for (String header = line(in); !header.isEmpty(); header = line(in)) {
      if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        length = Integer.parseInt(header.substring(15).strip());
      } else if (header.toLowerCase(Locale.ROOT).startsWith("authorization:")) {
        authorization = header.substring(14).strip();
      }
    }
    byte[] body = in.readNBytes(length);
    String[] words = first.split(" ", -1);
    JsonNode json = length == 0 ? Json.object().missingNode() : Json.parse(body);
    return new Request(words[0], words[1], authorization, json);
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
      if (next != '\r') {
        line.write(next);
      }
    }
    return line.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    try {
      listener.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.shutdownNow();
  }
}
