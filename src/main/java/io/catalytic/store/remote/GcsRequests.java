package io.catalytic.store.remote;

import com.google.api.client.http.HttpBackOffIOExceptionHandler;
import com.google.api.client.http.HttpBackOffUnsuccessfulResponseHandler;
import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpRequestInitializer;
import com.google.api.client.http.HttpResponse;
import com.google.api.client.http.HttpUnsuccessfulResponseHandler;
import com.google.api.client.util.BackOff;
import com.google.api.client.util.ExponentialBackOff;
import com.google.api.client.util.Sleeper;
import com.google.auth.Credentials;
import com.google.auth.http.HttpCredentialsAdapter;
import java.io.IOException;
import java.util.Optional;

/**
 * What holds for each request to Google Cloud Storage: who asks, how long is waited, and what is
 * tried again, namely what was refused for the moment (408, 429, 5xx) and what got no answer.
 * Thread-safe.
 */
final class GcsRequests implements HttpRequestInitializer {
  private static final int LONGEST_CONNECT_MS = 20_000;
  private static final int LONGEST_READ_MS = 60_000;
  private static final int LONGEST_PAUSE_MS = 30_000;

  private final Optional<? extends Credentials> credentials;
  private final RemoteSettings settings;
  private final Sleeper sleeper;

  /** There is no token to be had for the credentials that were found. */
  static final class Unauthenticated extends IOException {
    private static final long serialVersionUID = 1;

    Unauthenticated(IOException cause) {
      super(cause);
    }
  }

  /**
   * Says what holds.
   *
   * @param credentials who asks; nobody, where nobody is asked who they are
   * @param sleeper waits between attempts
   */
  GcsRequests(
      Optional<? extends Credentials> credentials, RemoteSettings settings, Sleeper sleeper) {
    this.credentials = credentials;
    this.settings = settings;
    this.sleeper = sleeper;
  }

  RemoteSettings settings() {
    return settings;
  }

  Sleeper sleeper() {
    return sleeper;
  }

  /** Returns the pauses of one request: half a second, then longer ones, each half of it chance. */
  BackOff pauses() {
    return new ExponentialBackOff.Builder()
        .setMultiplier(2)
        .setMaxIntervalMillis(LONGEST_PAUSE_MS)
        .setMaxElapsedTimeMillis(timeout())
        .build();
  }

  private int timeout() {
    return (int) settings.timeout().toMillis(); // of at most a day
  }

  @Override
  public void initialize(HttpRequest request) throws IOException {
    request.setLoggingEnabled(false); // the address of an upload is as good as a credential
    request.setConnectTimeout(Math.min(timeout(), LONGEST_CONNECT_MS));
    request.setReadTimeout(Math.min(timeout(), LONGEST_READ_MS));
    request.setWriteTimeout(timeout());
    request.setNumberOfRetries(settings.attempts() - 1);
    authorize(request);
    BackOff pauses = pauses();
    request.setUnsuccessfulResponseHandler(new Refused(pauses));
    request.setIOExceptionHandler(new HttpBackOffIOExceptionHandler(pauses).setSleeper(sleeper));
  }

  private void authorize(HttpRequest request) throws IOException {
    if (credentials.isPresent()) {
      try {
        new HttpCredentialsAdapter(credentials.get()).initialize(request);
      } catch (IOException e) {
        throw new Unauthenticated(e);
      }
    }
  }

  /** Decides whether a request that was refused is made again. For one request. */
  private final class Refused implements HttpUnsuccessfulResponseHandler {
    private final HttpBackOffUnsuccessfulResponseHandler later;
    private boolean renewed;

    Refused(BackOff pauses) {
      later =
          new HttpBackOffUnsuccessfulResponseHandler(pauses)
              .setSleeper(sleeper)
              .setBackOffRequired(response -> isPassing(response.getStatusCode()));
    }

    private static boolean isPassing(int status) {
      return status == 408 || status == 429 || status >= 500;
    }

    @Override
    public boolean handleResponse(HttpRequest request, HttpResponse response, boolean retries)
        throws IOException {
      if (response.getStatusCode() != 401 || credentials.isEmpty() || renewed || !retries) {
        return later.handleResponse(request, response, retries);
      }
      renewed = true; // a token may have ended early; a new one is asked for once
      HttpUnsuccessfulResponseHandler handler = request.getUnsuccessfulResponseHandler();
      try {
        credentials.get().refresh();
      } catch (IOException e) {
        throw new Unauthenticated(e);
      }
      authorize(request);
      request.setUnsuccessfulResponseHandler(handler); // authorizing has put another in its place
      return true;
    }
  }
}
