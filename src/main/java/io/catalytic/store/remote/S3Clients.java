package io.catalytic.store.remote;

import com.google.common.base.Supplier;
import com.google.common.base.Suppliers;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Optional;
import org.apache.beam.sdk.io.aws2.options.S3ClientBuilderFactory;
import org.apache.beam.sdk.io.aws2.options.S3Options;
import org.apache.beam.sdk.io.aws2.s3.DefaultS3ClientBuilderFactory;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.retry.RetryPolicy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;

/**
 * Makes the clients of Beam's S3 file system: as Beam's own factory does, but every wait has a
 * limit, and names stand in the path where the endpoint is not Amazon's (a server at an address has
 * no host name for each bucket). Thread-safe.
 *
 * <p>Beam asks for a client's builder whenever a pipeline is made, on whatever store. So nothing is
 * made before a client is needed: looking for a region can take seconds, as the SDK asks for the
 * metadata service of a cloud machine.
 */
public final class S3Clients implements S3ClientBuilderFactory {
  private static volatile @Nullable Supplier<S3Client> last;

  /** Made by Beam, from the name of the class in its options. */
  public S3Clients() {}

  /** Returns a client like Beam's last, or empty if that was not made here. */
  static Optional<S3Client> last() {
    return Optional.ofNullable(last).map(Supplier::get);
  }

  @Override
  public S3ClientBuilder createBuilder(S3Options options) {
    Supplier<S3Client> client = Suppliers.memoize(() -> builder(options).build());
    last = client;
    return (S3ClientBuilder)
        Proxy.newProxyInstance(
            S3ClientBuilder.class.getClassLoader(),
            new Class<?>[] {S3ClientBuilder.class},
            (proxy, method, args) ->
                switch (method.getName()) {
                  case "build" -> client.get();
                  case "toString" -> "an S3 client that is made when it is needed";
                  case "hashCode" -> System.identityHashCode(proxy);
                  case "equals" -> args != null && proxy == args[0];
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  private static S3ClientBuilder builder(S3Options options) {
    RemoteOptions limits = options.as(RemoteOptions.class);
    int attempts = limits.getRemoteAttempts();
    Duration timeout = Duration.ofSeconds(limits.getRemoteTimeoutSeconds());
    boolean elsewhere = options.getEndpoint() != null;
    ClientOverrideConfiguration.Builder override =
        ClientOverrideConfiguration.builder()
            .apiCallTimeout(timeout)
            .retryPolicy(RetryPolicy.builder().numRetries(attempts - 1).build());
    if (elsewhere) {
      override.addExecutionInterceptor(new PlainUploads());
    }
    return new DefaultS3ClientBuilderFactory()
        .createBuilder(options)
        .forcePathStyle(elsewhere)
        .overrideConfiguration(override.build());
  }

  /** Leaves out a header that Beam always sends and that some servers refuse to know. */
  private static final class PlainUploads implements ExecutionInterceptor {
    @Override
    public SdkRequest modifyRequest(
        Context.ModifyRequest context, ExecutionAttributes executionAttributes) {
      return context.request() instanceof CreateMultipartUploadRequest upload
              && Boolean.FALSE.equals(upload.bucketKeyEnabled())
          ? upload.toBuilder().bucketKeyEnabled(null).build()
          : context.request();
    }
  }
}
