package io.catalytic.store.remote;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a remote store is, checked.
 *
 * @param scheme in lower case, as {@code s3}
 * @param authority the bucket; on HDFS the namenode with its port, or a nameservice
 * @param folder the path below it without slashes around, empty for the whole bucket
 */
record RemoteLocation(String scheme, String authority, String folder) {

  /** The scheme of HDFS. */
  static final String HDFS = "hdfs";

  /** The scheme of Google Cloud Storage. */
  static final String GCS = "gs";

  /** The schemes there are. */
  static final Set<String> SCHEMES = Set.of("s3", GCS, HDFS);

  private static final Pattern FORM = Pattern.compile("([A-Za-z0-9]+)://([^/]*)(/.*)?");
  private static final Pattern AUTHORITY = Pattern.compile("[A-Za-z0-9._-]+");
  private static final Pattern WITH_PORT = Pattern.compile("[A-Za-z0-9._-]+(:[0-9]{1,5})?");

  /** Beam takes some other characters for a glob, and some are no part of a URI. */
  private static final Pattern PART = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9._=+@,-]+");

  /**
   * Reads a location.
   *
   * @throws IllegalArgumentException if it is none; credentials in it are not repeated
   */
  static RemoteLocation parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "a remote store's location is s3://bucket/folder, gs://bucket/folder or"
              + " hdfs://host:port/folder; got another");
    }
    String scheme = matcher.group(1).toLowerCase(Locale.ROOT);
    String authority = matcher.group(2);
    if (authority.contains("@")) {
      throw new IllegalArgumentException(
          "a store's location must hold no credentials, and this one has an @ before the "
              + switch (scheme) {
                case HDFS -> "host; who you are says HADOOP_USER_NAME or Kerberos";
                case GCS ->
                    "bucket; they are Google's default ones, as"
                        + " GOOGLE_APPLICATION_CREDENTIALS names";
                default ->
                    "bucket; they come from the SDK's own chain, as AWS_ACCESS_KEY_ID and"
                        + " AWS_SECRET_ACCESS_KEY";
              });
    }
    boolean hdfs = scheme.equals(HDFS);
    if (!(hdfs ? WITH_PORT : AUTHORITY).matcher(authority).matches()) {
      throw new IllegalArgumentException(
          text
              + ": a remote store's location is "
              + scheme
              + (hdfs ? "://host:port/folder" : "://bucket/folder"));
    }
    String path = matcher.group(3) == null ? "" : matcher.group(3);
    String folder = path.replaceAll("^/|/$", "");
    for (String part : folder.isEmpty() ? new String[0] : folder.split("/", -1)) {
      if (!PART.matcher(part).matches()) {
        throw new IllegalArgumentException(
            text
                + ": a remote store's folder is made of A-Z a-z 0-9 . _ = + @ , - and single"
                + " slashes, without . and ..; got \""
                + part
                + "\"");
      }
    }
    return new RemoteLocation(scheme, authority, folder);
  }

  /** Returns the location with a slash at its end: what the names in the store are put behind. */
  String root() {
    return scheme + "://" + authority + "/" + (folder.isEmpty() ? "" : folder + "/");
  }

  /** Returns the whole name of an object, for messages. */
  String place(String name) {
    return root() + name;
  }

  @Override
  public String toString() {
    return scheme + "://" + authority + (folder.isEmpty() ? "" : "/" + folder);
  }
}
