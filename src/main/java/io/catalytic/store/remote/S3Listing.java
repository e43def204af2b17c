package io.catalytic.store.remote;

import io.catalytic.store.remote.Remote.Listed;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;

/**
 * Lists objects on S3 without Beam, which asks for each object's content encoding in a request of
 * its own: 10,000 packs are 10 requests here and 10,010 there. Everything else goes through Beam.
 * Thread-safe.
 */
final class S3Listing {
  private final String bucket;
  private final String folder;

  /**
   * Takes the place of a store.
   *
   * @param root {@code s3://bucket/folder/}
   */
  S3Listing(String root) {
    String rest = root.substring("s3://".length());
    bucket = rest.substring(0, rest.indexOf('/'));
    folder = rest.substring(rest.indexOf('/') + 1);
  }

  /** Returns whether Beam's client was made by {@link S3Clients}, and so can be made once more. */
  boolean isUsable() {
    return S3Clients.last().isPresent();
  }

  /** Returns objects whose names start so, in S3's order. */
  List<Listed> list(String prefix, int most) {
    List<Listed> found = new ArrayList<>();
    ListObjectsV2Request.Builder request =
        ListObjectsV2Request.builder().bucket(bucket).prefix(folder + prefix);
    if (most < 1000) {
      request.maxKeys(most);
    }
    while (true) {
      ListObjectsV2Response response =
          S3Clients.last().orElseThrow().listObjectsV2(request.build());
      response
          .contents()
          .forEach(
              object ->
                  found.add(
                      new Listed(
                          object.key().substring(folder.length()),
                          object.size(),
                          object.lastModified().toEpochMilli())));
      if (!Boolean.TRUE.equals(response.isTruncated()) || found.size() >= most) {
        return found;
      }
      request.continuationToken(response.nextContinuationToken());
    }
  }
}
