package io.catalytic.store.remote;

import com.google.common.base.Throwables;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** What goes wrong with S3. Immutable, thread-safe. */
final class S3Trouble implements RemoteTrouble {
  private final RemoteLocation location;
  private final RemoteSettings settings;

  S3Trouble(RemoteLocation location, RemoteSettings settings) {
    this.location = location;
    this.settings = settings;
  }

  @Override
  public boolean isMissing(Exception e) {
    return RemoteTrouble.cause(e, NoSuchKeyException.class).isPresent();
  }

  @Override
  public String reason(Exception e) {
    Optional<AwsServiceException> service = RemoteTrouble.cause(e, AwsServiceException.class);
    if (service.isPresent()) {
      return reason(service.get());
    }
    String text = Throwables.getRootCause(e).toString();
    String lower = (e + " " + text).toLowerCase(Locale.ROOT);
    if (lower.contains("unable to load credentials")) {
      return "no credentials were found; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or"
          + " AWS_PROFILE, or run where there is a role";
    }
    if (lower.contains("unable to load region")) {
      return "no region was found; set AWS_REGION";
    }
    if (RemoteTrouble.cause(e, ApiCallTimeoutException.class).isPresent()
        || RemoteTrouble.cause(e, ApiCallAttemptTimeoutException.class).isPresent()) {
      return "no answer within "
          + settings.timeout().toSeconds()
          + " s; try again later, or allow more with "
          + RemoteSettings.TIMEOUT;
    }
    if (RemoteTrouble.cause(e, UnknownHostException.class).isPresent()
        || RemoteTrouble.cause(e, ConnectException.class).isPresent()) {
      return where()
          + " can't be reached ("
          + RemoteTrouble.message(e)
          + "); check the network and "
          + RemoteSettings.ENDPOINT_S3;
    }
    return RemoteTrouble.message(e);
  }

  private String reason(AwsServiceException e) {
    String code = e.awsErrorDetails() == null ? "" : e.awsErrorDetails().errorCode() + "";
    int status = e.statusCode();
    if (code.equals("NoSuchBucket")) {
      return "there is no such bucket; make "
          + location.authority()
          + " first, or name another with --store";
    }
    if (code.equals("InvalidAccessKeyId")
        || code.equals("SignatureDoesNotMatch")
        || code.equals("ExpiredToken")
        || code.equals("InvalidToken")) {
      return "the credentials that the SDK found are not valid here (" + code + "); renew them";
    }
    if (status == 403 || status == 401) {
      return "access denied; allow the credentials that the SDK found to list, read, write and"
          + " delete in this bucket, or use others";
    }
    if (status == 301 || status == 307 || code.equals("AuthorizationHeaderMalformed")) {
      return "the bucket is in another region; set AWS_REGION to it";
    }
    return where()
        + " answered "
        + status
        + (code.isEmpty() || code.equals("null") ? "" : " " + code)
        + " after "
        + settings.attempts()
        + " attempts at most; try again later";
  }

  private String where() {
    return settings.endpoint().map(Object::toString).orElse(location.scheme() + " storage");
  }
}
