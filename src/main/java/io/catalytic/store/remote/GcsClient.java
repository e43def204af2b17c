package io.catalytic.store.remote;

import com.google.api.client.http.HttpResponse;
import com.google.api.client.http.HttpResponseException;
import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.client.util.BackOff;
import com.google.api.client.util.BackOffUtils;
import com.google.api.client.util.Sleeper;
import com.google.api.services.storage.Storage;
import com.google.api.services.storage.StorageRequest;
import com.google.auth.oauth2.GoogleCredentials;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Google's client of Cloud Storage for one bucket, and what that client leaves to its caller: to
 * read a part of an object, and to ask again where an answer breaks off. Thread-safe.
 */
final class GcsClient {
  private static final String SCOPE = "https://www.googleapis.com/auth/devstorage.read_write";
  private static final Pattern CONTENT_RANGE =
      Pattern.compile("bytes ([0-9]{1,18})-([0-9]{1,18})/([0-9]{1,18})");
  private static final int NOTHING_THERE = 416;

  /** Kept, or their levels would be forgotten. At finer ones they show tokens as they are. */
  private static final List<Logger> QUIET =
      List.of(
          Logger.getLogger("com.google.api.client"),
          Logger.getLogger("sun.net.www.protocol.http.HttpURLConnection"));

  static {
    QUIET.forEach(logger -> logger.setLevel(Level.WARNING));
  }

  private final Storage storage;
  private final GcsRequests requests;
  private final String bucket;

  /**
   * A part of an object.
   *
   * @param bytes all of them
   * @param size bytes of the whole object
   * @param generation of the whole object: a number that no other content ever has under its name
   */
  record Part(Chunk bytes, long size, long generation) {}

  /** An answer that broke off. */
  private static final class Cut extends IOException {
    private static final long serialVersionUID = 1;

    Cut(IOException cause) {
      super("the answer was cut", cause);
    }
  }

  GcsClient(Storage storage, GcsRequests requests, String bucket) {
    this.storage = storage;
    this.requests = requests;
    this.bucket = bucket;
  }

  /**
   * Prepares the client. Credentials are Google's own default ones; none are sought for, and so
   * none are sent, where {@link RemoteSettings#EMULATOR} names a server.
   */
  static GcsClient connect(String bucket, RemoteSettings settings) throws IOException {
    Optional<GoogleCredentials> credentials =
        settings.emulator().isPresent()
            ? Optional.empty()
            : Optional.of(GoogleCredentials.getApplicationDefault().createScoped(SCOPE));
    return connect(bucket, new GcsRequests(credentials, settings, Sleeper.DEFAULT));
  }

  static GcsClient connect(String bucket, GcsRequests requests) {
    // The JDK's transport, as Google's other one can wait for ever to write. It makes a request
    // once
    // more by itself where a connection ends without an answer; all requests here may be repeated.
    Storage.Builder builder =
        new Storage.Builder(
                new NetHttpTransport.Builder().build(), GsonFactory.getDefaultInstance(), requests)
            .setApplicationName("catalytic");
    requests.settings().emulator().ifPresent(endpoint -> builder.setRootUrl(endpoint + "/"));
    return new GcsClient(builder.build(), requests, bucket);
  }

  String bucket() {
    return bucket;
  }

  Storage.Objects objects() {
    return storage.objects();
  }

  /** Returns whether something failed because what it was asked of is not there. */
  static boolean isMissing(HttpResponseException e) {
    return e.getStatusCode() == 404;
  }

  /**
   * Reads a part of an object: where the answer breaks off, once more.
   *
   * @param generation that it has to be of; any, if empty
   * @param length bytes at most, where the object does not end before
   * @throws NoSuchFileException if there is no such object, or no longer this generation of it
   */
  Part read(String name, OptionalLong generation, long position, int length) throws IOException {
    return whole(() -> ask(name, generation, position, length));
  }

  /** Makes a request and returns its answer, which is small: where it breaks off, once more. */
  <T> T answer(StorageRequest<T> request) throws IOException {
    return whole(
        () -> {
          HttpResponse response = request.executeUnparsed();
          try {
            return response.parseAs(request.getResponseClass());
          } catch (IOException e) {
            throw new Cut(e);
          } finally {
            response.disconnect();
          }
        });
  }

  private interface Question<T> {
    T ask() throws IOException;
  }

  /** Google's client tries again what gets no answer, but not what gets half of one. */
  private <T> T whole(Question<T> question) throws IOException {
    BackOff pauses = requests.pauses();
    for (int left = requests.settings().attempts() - 1; ; left--) {
      try {
        return question.ask();
      } catch (Cut e) {
        if (left == 0 || !pause(pauses)) {
          throw e;
        }
      }
    }
  }

  private boolean pause(BackOff pauses) throws IOException {
    try {
      return BackOffUtils.next(requests.sleeper(), pauses);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for a remote store");
    }
  }

  private Part ask(String name, OptionalLong generation, long position, int length)
      throws IOException {
    Storage.Objects.Get request = objects().get(bucket, name);
    generation.ifPresent(request::setGeneration);
    request.getRequestHeaders().setRange("bytes=" + position + "-" + (position + length - 1));
    request.getRequestHeaders().setAcceptEncoding(null); // the bytes as they are stored
    HttpResponse response;
    try {
      response = request.executeMedia();
    } catch (HttpResponseException e) {
      if (isMissing(e)) {
        NoSuchFileException missing = new NoSuchFileException(name);
        missing.initCause(e);
        throw missing;
      }
      if (e.getStatusCode() == NOTHING_THERE && position == 0) {
        return new Part(new Chunk(new byte[0]), 0, 0); // only of nothing is there no first byte
      }
      throw e;
    }
    try {
      return part(response, position, length);
    } finally {
      response.disconnect();
    }
  }

  private Part part(HttpResponse response, long position, int length) throws IOException {
    String range = response.getHeaders().getContentRange();
    Matcher matcher = CONTENT_RANGE.matcher(range == null ? "" : range);
    Object generation = response.getHeaders().getFirstHeaderStringValue("x-goog-generation");
    if (response.getStatusCode() != 206
        || !matcher.matches()
        || !(generation instanceof String text)
        || !text.matches("[0-9]{1,18}")) {
      throw new IOException(
          "a part of an object was asked for, and the answer does not say which part it is and of"
              + " which generation; this is no server that speaks Google's protocol");
    }
    long first = Long.parseLong(matcher.group(1));
    long last = Long.parseLong(matcher.group(2));
    long size = Long.parseLong(matcher.group(3));
    if (first != position || last != Math.min(position + length, size) - 1) {
      throw new IOException(
          "bytes "
              + position
              + "-"
              + (position + length - 1)
              + " were asked for; the answer is "
              + range);
    }
    return new Part(
        new Chunk(body(response.getContent(), (int) (last - first + 1))),
        size,
        Long.parseLong(text));
  }

  /** Reads all bytes of an answer; the time for it has a limit even if they come one by one. */
  private byte[] body(InputStream content, int length) throws IOException {
    long started = System.nanoTime();
    long patience = requests.settings().timeout().toNanos();
    byte[] bytes = new byte[length];
    try (content) {
      for (int done = 0; done < length; ) {
        int read = content.read(bytes, done, length - done);
        if (read < 0) {
          throw new EOFException("it ends at byte " + done + " of " + length);
        }
        if (System.nanoTime() - started > patience) {
          throw new SocketTimeoutException("it does not end");
        }
        done += read;
      }
      return bytes;
    } catch (SocketTimeoutException e) {
      throw e;
    } catch (IOException e) {
      throw new Cut(e);
    }
  }
}
