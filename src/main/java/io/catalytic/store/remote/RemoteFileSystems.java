package io.catalytic.store.remote;

import java.net.URI;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.aws2.options.S3Options;
import org.apache.beam.sdk.io.aws2.s3.DefaultS3ClientBuilderFactory;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.AwsProfileRegionProvider;
import software.amazon.awssdk.regions.providers.AwsRegionProviderChain;
import software.amazon.awssdk.regions.providers.SystemSettingsRegionProvider;

/**
 * Prepares Beam's file systems, of which there is one set for the whole process.
 *
 * <p>Whoever makes a pipeline sets them by its options, and so does a worker that runs a part of
 * it. So what the environment says of remote stores is put into the pipeline's options, and reaches
 * the workers with them; credentials are not among it. A process without a pipeline sets them here.
 */
public final class RemoteFileSystems {

  /** Bytes of an object that wait in memory for each upload; S3 takes 10,000 such parts. */
  static final int PART = 1 << 24;

  private static final Region ANY_REGION = Region.US_EAST_1;

  private RemoteFileSystems() {}

  /**
   * Adds to a pipeline's options what this process's environment says of remote stores. What the
   * options say themselves stays.
   *
   * @throws IllegalArgumentException if a variable is not what it has to be
   */
  public static void configure(PipelineOptions options) {
    configure(options, RemoteSettings.of(System.getenv()));
  }

  static void configure(PipelineOptions options, RemoteSettings settings) {
    RemoteOptions limits = options.as(RemoteOptions.class);
    limits.setRemoteAttempts(settings.attempts());
    limits.setRemoteTimeoutSeconds(settings.timeout().toSeconds());
    S3Options s3 = options.as(S3Options.class);
    if (s3.getS3ClientFactoryClass() == DefaultS3ClientBuilderFactory.class) {
      s3.setS3ClientFactoryClass(S3Clients.class);
    }
    if (s3.getS3UploadBufferSizeBytes().equals(beamsPart(options))) {
      s3.setS3UploadBufferSizeBytes(PART);
    }
    URI given = s3.getEndpoint();
    if (given == null && settings.endpoint().isPresent()) {
      s3.setEndpoint(settings.endpoint().get());
      s3.setAwsRegion(region());
    }
  }

  private static Integer beamsPart(PipelineOptions options) {
    return new S3Options.S3UploadBufferSizeBytesFactory().create(options);
  }

  /** Returns what was chosen, or any: a server of one's own is in none. */
  private static Region region() {
    try {
      return new AwsRegionProviderChain(
              new SystemSettingsRegionProvider(), new AwsProfileRegionProvider())
          .getRegion();
    } catch (SdkClientException e) {
      return ANY_REGION;
    }
  }

  /** Sets Beam's file systems, unless they know this scheme: then a pipeline has set them. */
  static synchronized void require(String scheme, RemoteSettings settings) {
    if (!BeamRemote.knows(scheme)) {
      use(settings);
    }
  }

  /** Sets Beam's file systems. */
  static void use(RemoteSettings settings) {
    PipelineOptions options = PipelineOptionsFactory.create();
    configure(options, settings);
    FileSystems.setDefaultPipelineOptions(options);
  }
}
