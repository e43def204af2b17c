package io.catalytic.store.remote;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import io.catalytic.digest.Hash;
import io.catalytic.store.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.gaul.s3proxy.AuthenticationType;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobApiMetadata;
import org.jclouds.ContextBuilder;
import org.jclouds.apis.ApiMetadata;
import org.jclouds.blobstore.BlobStore;
import org.jclouds.blobstore.BlobStoreContext;
import org.jclouds.blobstore.TransientApiMetadata;

/**
 * A real S3 server over a temporary folder, on a free port, one for all tests of this process; and
 * one without a folder, which takes any name that S3 takes, where a folder's names are shorter.
 */
public final class S3Server {
  static final String BUCKET = "bucket";
  static final String KEY = "AKIDCATALYTICTEST";
  static final String SECRET = "wJalr-this-secret-must-never-be-seen";

  /** Kept, or its level would be forgotten with it. */
  private static final Logger LOGGER = Logger.getLogger("org.gaul");

  static {
    LOGGER.setLevel(Level.WARNING);
  }

  private static final S3Server SERVER = new S3Server(new FilesystemNio2BlobApiMetadata());
  private static final S3Server WITHOUT_FOLDER = new S3Server(new TransientApiMetadata());

  private final Path folder;
  private final S3Proxy proxy;

  private S3Server(ApiMetadata backend) {
    try {
      folder = Files.createTempDirectory("catalytic-s3-");
      Runtime.getRuntime().addShutdownHook(new Thread(this::clean));
      Properties properties = new Properties();
      properties.setProperty("jclouds.filesystem.basedir", folder.toString());
      BlobStore blobs =
          ContextBuilder.newBuilder(backend)
              .credentials(KEY, SECRET)
              .overrides(properties)
              .buildView(BlobStoreContext.class)
              .getBlobStore();
      blobs.createContainerInLocation(null, BUCKET);
      proxy =
          S3Proxy.builder()
              .blobStore(blobs)
              .endpoint(URI.create("http://127.0.0.1:0"))
              .awsAuthentication(AuthenticationType.AWS_V4, KEY, SECRET)
              .build();
      proxy.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Exception e) {
      throw new IllegalStateException("the S3 server does not start", e);
    }
  }

  private void clean() {
    try {
      MoreFiles.deleteRecursively(folder, RecursiveDeleteOption.ALLOW_INSECURE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the server, and has Beam and the SDK of this process use it. */
  public static S3Server use() {
    return use(SERVER);
  }

  /** As {@link #use()}, but the server without a folder. */
  static S3Server useWithoutFolder() {
    return use(WITHOUT_FOLDER);
  }

  private static S3Server use(S3Server server) {
    System.setProperty("aws.accessKeyId", KEY);
    System.setProperty("aws.secretAccessKey", SECRET);
    RemoteFileSystems.use(server.settings(Path.of("unused")));
    return server;
  }

  /** Returns where it listens. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + proxy.getPort());
  }

  RemoteSettings settings(Path cache) {
    return new RemoteSettings(
        Optional.of(endpoint()),
        6,
        Duration.ofSeconds(60),
        cache,
        RemoteSettings.DEFAULT_CACHE_BYTES,
        Optional.empty(),
        Optional.empty());
  }

  /** Returns a place for a store where nothing is yet. */
  public static RemoteLocation newPlace() {
    return RemoteLocation.parse("s3://" + BUCKET + "/tests/" + UUID.randomUUID());
  }

  ObjectStore open(RemoteLocation place, Path cache, BatchLimits limits) throws IOException {
    return RemoteStores.open(place, settings(cache), limits, true);
  }

  /** Returns the folder that holds a store's objects as files. */
  Path folder(RemoteLocation place) {
    return folder.resolve(place.authority()).resolve(place.folder());
  }

  /** Changes one bit of a committed blob, which is not empty. */
  void spoil(RemoteLocation place, Hash hash) throws IOException {
    RemoteSpoiler.spoil(objects(place), folder(place), hash);
  }

  /** Returns the objects of a store, without a cache. */
  static RemoteObjects objects(RemoteLocation place) {
    return new RemoteObjects(new BeamRemote(place.root()), place, new Segments(Optional.empty()));
  }
}
