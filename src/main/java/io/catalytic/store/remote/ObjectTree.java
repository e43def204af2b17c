package io.catalytic.store.remote;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The objects under a prefix of a bucket on S3, to be read and never written. Connects as the
 * stores there do, but not through Beam, which would take some keys for globs. Thread-safe.
 */
public final class ObjectTree {
  private static final Pattern URI = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://.*");
  private static final String SCHEME = "s3";

  private final RemoteLocation location;
  private final RemoteSettings settings;
  private final String folder;
  private final S3Trouble trouble;

  /** Takes what a listing comes upon. */
  @FunctionalInterface
  public interface Visitor {
    /**
     * An object.
     *
     * @param name what follows the prefix and a slash: any text
     * @param size bytes
     */
    void object(String name, long size) throws IOException;
  }

  private ObjectTree(RemoteLocation location, RemoteSettings settings) {
    this.location = location;
    this.settings = settings;
    this.folder = location.folder().isEmpty() ? "" : location.folder() + "/";
    this.trouble = new S3Trouble(location, settings);
  }

  /** Returns whether a text is meant to name such a tree, and not a directory. */
  public static boolean isLocation(String text) {
    return URI.matcher(text).matches() && !text.regionMatches(true, 0, "file:", 0, 5);
  }

  /**
   * Returns the tree at a place, as this process's environment says; asks nothing yet.
   *
   * @param uri {@code s3://bucket/prefix}
   * @throws IllegalArgumentException if it is none
   */
  public static ObjectTree at(String uri) {
    return at(uri, RemoteSettings.of(System.getenv()));
  }

  static ObjectTree at(String uri, RemoteSettings settings) {
    RemoteLocation location = RemoteLocation.parse(uri);
    if (!location.scheme().equals(SCHEME)) {
      throw new IllegalArgumentException(
          uri + ": of object stores, a domain can be on s3://bucket/prefix only");
    }
    return new ObjectTree(location, settings);
  }

  /** Returns the place, as {@code s3://bucket/prefix}. */
  public String location() {
    return location.toString();
  }

  /** Hands out all objects, by their keys' UTF-8, a thousand in memory at a time. */
  public void list(Visitor visitor) throws IOException {
    ListObjectsV2Request.Builder request =
        ListObjectsV2Request.builder().bucket(location.authority()).prefix(folder);
    ListObjectsV2Response page;
    do {
      try {
        page = client().listObjectsV2(request.build());
      } catch (RuntimeException e) {
        throw explained("list", "", e);
      }
      for (S3Object object : page.contents()) {
        visitor.object(object.key().substring(folder.length()), object.size());
      }
      request.continuationToken(page.nextContinuationToken());
    } while (Boolean.TRUE.equals(page.isTruncated()));
  }

  /**
   * Opens an object, all of which is of one time.
   *
   * @throws NoSuchFileException if there is none of this name
   */
  public InputStream open(String name) throws IOException {
    InputStream bytes;
    try {
      bytes =
          client()
              .getObject(
                  GetObjectRequest.builder()
                      .bucket(location.authority())
                      .key(folder + name)
                      .build());
    } catch (RuntimeException e) {
      throw explained("read", name, e);
    }
    return new FilterInputStream(bytes) {
      @Override
      public int read() throws IOException {
        try {
          return in.read();
        } catch (RuntimeException e) {
          throw explained("read", name, e);
        }
      }

      @Override
      public int read(byte[] into, int offset, int length) throws IOException {
        try {
          return in.read(into, offset, length);
        } catch (RuntimeException e) {
          throw explained("read", name, e);
        }
      }
    };
  }

  private S3Client client() {
    RemoteFileSystems.require(SCHEME, settings);
    return S3Clients.last()
        .orElseThrow(() -> new IllegalStateException("the pipeline brings S3 clients of its own"));
  }

  private IOException explained(String what, String name, RuntimeException e) {
    if (trouble.isMissing(e)) {
      NoSuchFileException missing = new NoSuchFileException(location.place(name));
      missing.initCause(e);
      return missing;
    }
    return new IOException(location.place(name) + ": cannot " + what + ": " + trouble.reason(e), e);
  }
}
