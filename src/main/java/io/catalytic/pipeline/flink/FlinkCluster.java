package io.catalytic.pipeline.flink;

import com.google.common.net.HostAndPort;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.messages.webmonitor.JobDetails;
import org.apache.flink.runtime.rest.RestClient;
import org.apache.flink.runtime.rest.handler.legacy.messages.ClusterOverviewWithVersion;
import org.apache.flink.runtime.rest.messages.ClusterOverviewHeaders;
import org.apache.flink.runtime.rest.messages.EmptyMessageParameters;
import org.apache.flink.runtime.rest.messages.EmptyRequestBody;
import org.apache.flink.runtime.rest.messages.JobsOverviewHeaders;
import org.apache.flink.runtime.rest.messages.MessageHeaders;
import org.apache.flink.runtime.rest.messages.ResponseBody;
import org.apache.flink.util.ConfigurationException;

/** Asks a cluster about itself, through its REST port. For one thread. */
final class FlinkCluster implements AutoCloseable {
  /** The longest that one answer is waited for. */
  private static final long SECONDS = 30;

  private final HostAndPort master;
  private final RestClient client;

  /**
   * Connects to nothing yet.
   *
   * @param master where the REST port is
   * @param configuration Flink's, which may ask for TLS
   */
  FlinkCluster(HostAndPort master, Configuration configuration) throws IOException {
    this.master = master;
    Executor here = Runnable::run;
    try {
      client = new RestClient(configuration, here);
    } catch (ConfigurationException e) {
      throw new IOException("the configuration for Flink can't be used: " + e.getMessage(), e);
    }
  }

  /** Returns how many slots it has, and its version. */
  ClusterOverviewWithVersion overview() throws IOException {
    return ask(ClusterOverviewHeaders.getInstance());
  }

  /** Returns the job of this name that was started last. */
  Optional<JobID> job(String name) throws IOException {
    return ask(JobsOverviewHeaders.getInstance()).getJobs().stream()
        .filter(job -> job.getJobName().equals(name))
        .max(Comparator.comparingLong(JobDetails::getStartTime))
        .map(JobDetails::getJobId);
  }

  private <
          M extends MessageHeaders<EmptyRequestBody, P, EmptyMessageParameters>,
          P extends ResponseBody>
      P ask(M headers) throws IOException {
    try {
      return client
          .sendRequest(master.getHost(), master.getPort(), headers)
          .get(SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw unanswered(String.valueOf(e.getCause() == null ? e : e.getCause().getMessage()), e);
    } catch (TimeoutException e) {
      throw unanswered("nothing for " + SECONDS + " seconds", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while asking the cluster at " + master);
    }
  }

  private IOException unanswered(String why, Exception cause) {
    return new IOException(
        "no Flink cluster answers at "
            + master
            + ": "
            + why
            + "; start one (runner-configs/flink-cluster/start.sh 2), or say where it is with"
            + " --flink-master HOST:PORT",
        cause);
  }

  @Override
  public void close() {
    var unused = client.closeAsync();
  }
}
