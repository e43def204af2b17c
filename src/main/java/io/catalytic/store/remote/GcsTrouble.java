package io.catalytic.store.remote;

import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import com.google.api.client.http.HttpResponseException;
import io.catalytic.digest.Excerpt;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** What goes wrong with Google Cloud Storage. Immutable, thread-safe. */
final class GcsTrouble implements RemoteTrouble {
  private final RemoteLocation location;
  private final RemoteSettings settings;

  GcsTrouble(RemoteLocation location, RemoteSettings settings) {
    this.location = location;
    this.settings = settings;
  }

  /** Returns false: {@link GcsRemote} says itself which objects are not there. */
  @Override
  public boolean isMissing(Exception e) {
    return false;
  }

  /** Returns why there is nobody to ask as. */
  static String withoutCredentials(IOException e) {
    String said = RemoteTrouble.message(e);
    return said.contains("default credentials were not found")
        ? "no credentials were found; run gcloud auth application-default login, or set"
            + " GOOGLE_APPLICATION_CREDENTIALS to a file of credentials, or run where there is a"
            + " service account"
        : "the credentials can't be used (" + said + ")";
  }

  @Override
  public String reason(Exception e) {
    Optional<GcsRequests.Unauthenticated> nobody =
        RemoteTrouble.cause(e, GcsRequests.Unauthenticated.class);
    if (nobody.isPresent()) {
      return "the credentials that were found get no token ("
          + RemoteTrouble.message(nobody.get())
          + "); check the network, or renew them";
    }
    Optional<HttpResponseException> answer = RemoteTrouble.cause(e, HttpResponseException.class);
    if (answer.isPresent()) {
      return reason(answer.get());
    }
    if (RemoteTrouble.cause(e, SocketTimeoutException.class).isPresent()) {
      return "no answer within "
          + settings.timeout().toSeconds()
          + " s; try again later, or allow more with "
          + RemoteSettings.TIMEOUT;
    }
    if (RemoteTrouble.cause(e, UnknownHostException.class).isPresent()
        || RemoteTrouble.cause(e, ConnectException.class).isPresent()
        || RemoteTrouble.cause(e, NoRouteToHostException.class).isPresent()
        || RemoteTrouble.cause(e, SSLException.class).isPresent()) {
      return where()
          + " can't be reached ("
          + RemoteTrouble.message(e)
          + "); check the network"
          + (settings.emulator().isPresent() ? " and " + RemoteSettings.EMULATOR : "");
    }
    if (RemoteTrouble.cause(e, SocketException.class).isPresent()) {
      return where()
          + " broke the connection off ("
          + RemoteTrouble.message(e)
          + "), "
          + settings.attempts()
          + " times at most; try again later";
    }
    return RemoteTrouble.message(e);
  }

  private String reason(HttpResponseException e) {
    int status = e.getStatusCode();
    String said = said(e);
    return switch (status) {
      case 401 -> "the credentials that were found are not valid here" + said + "; renew them";
      case 403 ->
          "access denied"
              + said
              + "; allow the credentials that were found to list, get, create and delete objects"
              + " in this bucket, or use others";
      case 404 ->
          "there is no such bucket; make "
              + location.authority()
              + " first, or name another with --store";
      default ->
          where()
              + " answered "
              + status
              + said
              + " after "
              + settings.attempts()
              + " attempts at most; try again later";
    };
  }

  /** Returns what Google says of it, in brackets; who was refused what is never secret. */
  private static String said(HttpResponseException e) {
    if (e instanceof GoogleJsonResponseException json
        && json.getDetails() != null
        && json.getDetails().getMessage() != null) {
      return " (" + Excerpt.line(json.getDetails().getMessage(), 300) + ")";
    }
    return "";
  }

  private String where() {
    return settings.emulator().map(Object::toString).orElse("Google Cloud Storage");
  }
}
