package io.catalytic.store.remote;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;

/** What {@link S3Clients} is told of a user's choices, wherever in a cluster it makes a client. */
public interface RemoteOptions extends PipelineOptions {

  /** Returns how often a request is made at most. */
  @Description("How often a request to a remote store is made at most.")
  @Default.Integer(RemoteSettings.DEFAULT_ATTEMPTS)
  int getRemoteAttempts();

  /** Sets {@link #getRemoteAttempts}. */
  void setRemoteAttempts(int attempts);

  /** Returns how many seconds a request may take, all its attempts together. */
  @Description("Seconds that a request to a remote store may take, all its attempts together.")
  @Default.Long(RemoteSettings.DEFAULT_TIMEOUT_SECONDS)
  long getRemoteTimeoutSeconds();

  /** Sets {@link #getRemoteTimeoutSeconds}. */
  void setRemoteTimeoutSeconds(long seconds);
}
