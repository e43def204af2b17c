package io.catalytic.store.remote;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.base.Splitter;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.catalytic.digest.Hash;
import io.catalytic.digest.Json;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.pack.ByteSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A stand-in for Google Cloud Storage on the loopback, one for all tests of this process: the part
 * of the published JSON API that a store needs, over objects in memory. What it does not know it
 * refuses, so that no test passes by a request that Google would refuse; and it fails on demand.
 */
final class GcsServer {
  static final String BUCKET = "bucket";
  private static final int PAGE = 3;

  static final String TOKEN = "ya29.this-token-must-never-be-seen";

  /** Bytes of a part that tests send, the fewest that Google takes. */
  static final int PART = 256 << 10;

  private static final GcsServer SERVER = new GcsServer();

  private final HttpServer http;
  private final GcsObjects objects = new GcsObjects(BUCKET);
  private final AtomicLong requests = new AtomicLong();
  private volatile long failFrom = Long.MAX_VALUE;
  private volatile long failTo = Long.MAX_VALUE;
  private volatile Fault fault = Fault.UNAVAILABLE;
  private volatile boolean wantsToken;

  /** How a request fails. */
  enum Fault {
    /** 503, before anything is done. */
    UNAVAILABLE,
    /** 429, before anything is done. */
    TOO_MANY,
    /** 408, before anything is done. */
    TIMED_OUT,
    /** The connection ends before anything is done. */
    RESET,
    /** All is done, and the connection ends without an answer. */
    LOST,
    /** All is done, and the answer breaks off in its middle. */
    CUT
  }

  /**
   * What is answered.
   *
   * @param status of HTTP
   * @param headers by name
   * @param body all of it
   */
  record Answer(int status, Map<String, String> headers, String body, Chunk bytes) {
    static Answer json(int status, String body) {
      return new Answer(
          status,
          Map.of("Content-Type", "application/json; charset=UTF-8"),
          body,
          new Chunk(body.getBytes(UTF_8)));
    }

    static Answer empty(int status, Map<String, String> headers) {
      return new Answer(status, headers, "", new Chunk(new byte[0]));
    }

    static Answer error(int status, String message) {
      return json(
          status,
          Json.write(
              Json.object()
                  .set("error", Json.object().put("code", status).put("message", message))));
    }
  }

  private GcsServer() {
    System.setProperty("sun.net.httpserver.nodelay", "true"); // else 40 ms for each answer
    try {
      http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    http.setExecutor(
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "gcs-stand-in");
              thread.setDaemon(true);
              return thread;
            }));
    http.createContext("/", this::handle);
    http.start();
  }

  /** Returns the server, healthy, empty, and as it is for everyone. */
  static GcsServer use() {
    SERVER.heal();
    SERVER.wantsToken = false;
    SERVER.objects.clear();
    return SERVER;
  }

  /** Counts from now, the first request being 1, and fails those from one to another. */
  void fail(long from, long to, Fault how) {
    requests.set(0);
    fault = how;
    failFrom = from;
    failTo = to;
  }

  /** Lets everything succeed from now on; returns whether anything was made to fail. */
  boolean heal() {
    boolean failed = requests.get() >= failFrom;
    failFrom = Long.MAX_VALUE;
    failTo = Long.MAX_VALUE;
    return failed;
  }

  /** Returns how many requests there were since {@link #fail}. */
  long requests() {
    return requests.get();
  }

  /** Refuses from now on who does not bring the token. */
  void wantToken() {
    wantsToken = true;
  }

  GcsObjects objects() {
    return objects;
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
  }

  RemoteSettings settings(Path cache) {
    return new RemoteSettings(
        Optional.empty(),
        4,
        Duration.ofSeconds(60),
        cache,
        RemoteSettings.DEFAULT_CACHE_BYTES,
        Optional.empty(),
        Optional.of(endpoint()));
  }

  /** Returns a place for a store where nothing is yet. */
  static RemoteLocation newPlace() {
    return RemoteLocation.parse("gs://" + BUCKET + "/tests/" + UUID.randomUUID());
  }

  /** Returns a store's folder; what is tried again is so at once. */
  Remote remote(RemoteLocation place) {
    GcsRequests requests = new GcsRequests(Optional.empty(), settings(Path.of("unused")), ms -> {});
    return new GcsRemote(GcsClient.connect(place.authority(), requests), place, PART);
  }

  /** Returns the objects of a store, without a cache. */
  RemoteObjects objects(RemoteLocation place) {
    RemoteSettings settings = settings(Path.of("unused"));
    return new RemoteObjects(
        new ExplainedRemote(remote(place), place, new GcsTrouble(place, settings)),
        place,
        new Segments(Optional.empty()));
  }

  ObjectStore open(RemoteLocation place, Path cache, BatchLimits limits) throws IOException {
    return RemoteStores.open(place, settings(cache), limits, true);
  }

  /** Changes one bit of a committed blob, which is not empty. */
  void spoil(RemoteLocation place, Hash hash) throws IOException {
    RemoteObjects found = objects(place);
    try (RemotePacks packs = new RemotePacks(found);
        StoredBlob blob = packs.findFresh(hash).orElseThrow()) {
      long offset = blob instanceof StoredBlob.InPack packed ? packed.packed().entry().offset() : 0;
      flipBit(place, blob.name(), offset);
    }
  }

  /** Changes one bit of an object. */
  void flipBit(RemoteLocation place, String name, long offset) throws IOException {
    Remote remote = remote(place);
    byte[] bytes;
    try (ByteSource source = remote.open(name)) {
      bytes = Chunk.read(source, 0, (int) source.size());
    }
    bytes[(int) offset] ^= 0x10;
    remote.put(name, new Chunk(bytes));
  }

  private void handle(HttpExchange exchange) throws IOException {
    long number = requests.incrementAndGet();
    boolean fails = number >= failFrom && number <= failTo;
    try (exchange) { // and so the connection, if nothing was answered
      byte[] body = exchange.getRequestBody().readAllBytes();
      if (fails && fault == Fault.RESET) {
        return; // closed without a word
      }
      Answer answer =
          fails && fault.compareTo(Fault.RESET) < 0 ? refusal() : answer(exchange, body);
      if (fails && fault == Fault.LOST) {
        return;
      }
      send(exchange, answer, fails && fault == Fault.CUT);
    }
  }

  private Answer refusal() {
    return switch (fault) {
      case TOO_MANY -> Answer.error(429, "rateLimitExceeded");
      case TIMED_OUT -> Answer.error(408, "Request Timeout");
      default -> Answer.error(503, "backendError");
    };
  }

  private Answer answer(HttpExchange exchange, byte[] body) {
    if (exchange.getRequestURI().getPath().equals("/token")) {
      return token(new String(body, UTF_8));
    }
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    if (wantsToken && !("Bearer " + TOKEN).equals(authorization)) {
      return Answer.error(401, "Invalid Credentials");
    }
    if (!wantsToken && authorization != null) {
      return Answer.error(400, "a token was sent to a server that asked for none");
    }
    try {
      return new GcsProtocol(objects, PAGE)
          .answer(
              exchange.getRequestMethod(),
              exchange.getRequestURI().getRawPath(),
              parameters(exchange.getRequestURI().getRawQuery()),
              header -> exchange.getRequestHeaders().getFirst(header),
              body);
    } catch (GcsObjects.Refused e) {
      return Answer.error(e.status(), e.said());
    } catch (RuntimeException e) {
      return Answer.error(400, "not understood: " + e);
    }
  }

  /** Gives a token for the signed claim of a service account. */
  private static Answer token(String form) {
    return parameters(form).getOrDefault("assertion", "").matches("[^.]+\\.[^.]+\\.[^.]+")
        ? Answer.json(
            200,
            Json.write(
                Json.object()
                    .put("access_token", TOKEN)
                    .put("token_type", "Bearer")
                    .put("expires_in", 3600)))
        : Answer.json(400, "{\"error\":\"invalid_grant\"}");
  }

  private static Map<String, String> parameters(@Nullable String query) {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String each : Splitter.on('&').omitEmptyStrings().split(query == null ? "" : query)) {
      List<String> pair = Splitter.on('=').limit(2).splitToList(each);
      parameters.put(pair.get(0), URLDecoder.decode(pair.get(1), UTF_8));
    }
    return parameters;
  }

  private static void send(HttpExchange exchange, Answer answer, boolean cut) throws IOException {
    answer.headers().forEach(exchange.getResponseHeaders()::set);
    int length = (int) answer.bytes().size();
    byte[] bytes = Chunk.read(answer.bytes(), 0, length);
    exchange.sendResponseHeaders(answer.status(), length == 0 ? -1 : length);
    exchange.getResponseBody().write(cut ? Arrays.copyOf(bytes, length / 2) : bytes);
    if (cut) {
      exchange.getResponseBody().flush();
    }
  }
}
