package io.catalytic.store.remote;

import io.catalytic.store.pack.ByteSource;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.EmptyMatchTreatment;
import org.apache.beam.sdk.io.fs.MatchResult;
import org.apache.beam.sdk.io.fs.ResourceId;

/**
 * An object store through Beam's file systems. Thread-safe.
 *
 * <p>On S3 an object is there once its upload is completed, so it is written under its own name. A
 * channel of Beam's that is closed completes it, whatever came before; so after a failure it is
 * never closed, or half an object would stand there. Elsewhere what is being written can be seen,
 * so it is written as {@code tmp/ID} and renamed.
 */
final class BeamRemote implements Remote {
  private static final int BUFFER = 1 << 20;
  private static final String TYPE = "application/octet-stream";
  private static final int SOME = 3;

  private final String root;
  private final String rootPath;
  private final boolean appearsWhole;
  private final Optional<S3Listing> s3;

  /**
   * Takes the place of the store.
   *
   * @param root with a slash at its end
   */
  BeamRemote(String root) {
    this.root = root;
    rootPath = path(root);
    appearsWhole = root.startsWith("s3://");
    s3 = appearsWhole ? Optional.of(new S3Listing(root)) : Optional.empty();
  }

  @Override
  public List<Listed> list(String prefix) throws IOException {
    List<Listed> found;
    if (s3.isPresent() && s3.get().isUsable()) {
      found = s3.get().list(prefix, Integer.MAX_VALUE);
    } else {
      found = match(prefix);
    }
    found.sort(Comparator.comparing(Listed::name));
    return found;
  }

  private List<Listed> match(String prefix) throws IOException {
    List<Listed> found = new ArrayList<>();
    MatchResult result = FileSystems.match(root + prefix + "**", EmptyMatchTreatment.ALLOW);
    for (MatchResult.Metadata object : result.metadata()) {
      if (!object.resourceId().isDirectory()) {
        String name = path(object.resourceId().toString()).substring(rootPath.length());
        found.add(new Listed(name, object.sizeBytes(), modified(object)));
      }
    }
    return found;
  }

  private static long modified(MatchResult.Metadata object) {
    long time = object.lastModifiedMillis();
    return time > 0 ? time : System.currentTimeMillis();
  }

  @Override
  public List<String> some() throws IOException {
    List<Listed> found =
        s3.isPresent() && s3.get().isUsable() ? s3.get().list("", SOME) : match("");
    return found.stream().map(Listed::name).limit(SOME).toList();
  }

  /** Returns what comes after the host: a listing may say more of the host than was asked for. */
  private static String path(String name) {
    int authority = name.indexOf("://");
    return authority < 0 ? name : name.substring(name.indexOf('/', authority + 3));
  }

  @Override
  public OptionalLong size(String name) throws IOException {
    Optional<MatchResult.Metadata> found = find(name);
    return found.isEmpty() ? OptionalLong.empty() : OptionalLong.of(found.get().sizeBytes());
  }

  private Optional<MatchResult.Metadata> find(String name) throws IOException {
    MatchResult result = FileSystems.match(root + name, EmptyMatchTreatment.ALLOW);
    return result.metadata().stream()
        .filter(object -> !object.resourceId().isDirectory())
        .findFirst();
  }

  @Override
  public ByteSource open(String name) throws IOException {
    // Found by its name first: then Beam knows the size and does not ask again with every request.
    MatchResult.Metadata found = find(name).orElseThrow(() -> new NoSuchFileException(root + name));
    return new ChannelSource(
        () -> {
          try {
            return FileSystems.open(found.resourceId());
          } catch (FileNotFoundException e) {
            throw new NoSuchFileException(root + name);
          }
        },
        root + name,
        found.sizeBytes());
  }

  @Override
  public void put(String name, ByteSource content) throws IOException {
    if (appearsWhole) {
      write(name, content);
      return;
    }
    String draft = RemoteLayout.draft();
    try {
      write(draft, content);
      FileSystems.rename(List.of(resource(draft)), List.of(resource(name)));
    } catch (IOException | RuntimeException e) {
      try {
        delete(draft);
      } catch (IOException | RuntimeException suppressed) {
        e.addSuppressed(suppressed);
      }
      throw e;
    }
  }

  private void write(String name, ByteSource content) throws IOException {
    WritableByteChannel out = FileSystems.create(resource(name), TYPE);
    boolean whole = false;
    try {
      copy(content, out);
      whole = true;
    } finally {
      if (!whole && !appearsWhole) {
        out.close();
      }
    }
    out.close();
  }

  private static void copy(ByteSource content, WritableByteChannel out) throws IOException {
    byte[] bytes = new byte[(int) Math.max(1, Math.min(BUFFER, content.size()))];
    long size = content.size();
    for (long position = 0; position < size; ) {
      int read = content.read(position, bytes, 0, bytes.length);
      if (read < 0) {
        throw new IOException("what was to be sent ends at byte " + position + " of " + size);
      }
      ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, read);
      while (buffer.hasRemaining()) {
        out.write(buffer);
      }
      position += read;
    }
  }

  @Override
  public boolean delete(String name) throws IOException {
    Optional<MatchResult.Metadata> found = find(name);
    if (found.isEmpty()) {
      return false;
    }
    FileSystems.delete(List.of(found.get().resourceId()));
    if (find(name).isPresent()) {
      // S3 says for each object that it was not deleted, and Beam does not pass it on.
      throw new IOException("it is still there; the credentials may not allow to delete it");
    }
    return true;
  }

  private ResourceId resource(String name) {
    return FileSystems.matchNewResource(root + name, false);
  }

  /** Returns whether Beam knows this scheme now. */
  static boolean knows(String scheme) {
    try {
      FileSystems.matchNewResource(scheme + "://bucket/object", false);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
