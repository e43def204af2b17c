package io.catalytic.store.remote;

import com.google.api.client.googleapis.media.MediaHttpUploader;
import com.google.api.client.http.AbstractInputStreamContent;
import com.google.api.client.http.ByteArrayContent;
import com.google.api.client.http.HttpResponseException;
import com.google.api.client.http.InputStreamContent;
import com.google.api.services.storage.Storage;
import com.google.api.services.storage.model.Objects;
import com.google.api.services.storage.model.StorageObject;
import com.google.common.primitives.Ints;
import io.catalytic.store.pack.ByteSource;
import io.catalytic.store.pack.RegionStream;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.zip.CRC32C;

/**
 * A folder of a bucket on Google Cloud Storage, through the client that Google generates from its
 * description of the service. Thread-safe.
 *
 * <p>That client alone is 2 MB; Beam's file system for it brings 38 MB and gRPC, and retries, times
 * out and finds credentials in ways of its own. An object is there once its upload is completed,
 * and every listing after that has it.
 */
final class GcsRemote implements Remote {

  /** Bytes of a part: so many wait in memory for each upload; what is larger goes in several. */
  static final int PART = 1 << 24;

  private static final int BUFFER = 1 << 16;
  private static final String TYPE = "application/octet-stream";
  private static final long SOME = 3;

  private final GcsClient client;
  private final RemoteLocation location;
  private final String folder;
  private final int part;

  /**
   * Takes the place of the store.
   *
   * @param part bytes, a multiple of 256 KiB; {@link #PART}, but for tests
   */
  GcsRemote(GcsClient client, RemoteLocation location, int part) {
    this.client = client;
    this.location = location;
    this.part = part;
    folder = location.folder().isEmpty() ? "" : location.folder() + "/";
  }

  /** Prepares the client; nothing is asked of the storage yet. */
  static GcsRemote connect(RemoteLocation location, RemoteSettings settings) throws IOException {
    try {
      return new GcsRemote(GcsClient.connect(location.authority(), settings), location, PART);
    } catch (IOException e) {
      throw new IOException(location + ": cannot connect: " + GcsTrouble.withoutCredentials(e), e);
    }
  }

  @Override
  public List<Listed> list(String prefix) throws IOException {
    List<Listed> found = new ArrayList<>();
    Storage.Objects.List request =
        listing(prefix).setFields("nextPageToken,items(name,size,timeCreated)");
    String next;
    do {
      Objects page = client.answer(request);
      for (StorageObject object : items(page)) {
        found.add(
            new Listed(
                object.getName().substring(folder.length()),
                object.getSize().longValueExact(),
                object.getTimeCreated().getValue()));
      }
      next = page.getNextPageToken();
      request.setPageToken(next);
    } while (next != null);
    found.sort(Comparator.comparing(Listed::name));
    return found;
  }

  @Override
  public List<String> some() throws IOException {
    Storage.Objects.List request = listing("").setMaxResults(SOME).setFields("items(name)");
    return items(client.answer(request)).stream()
        .map(object -> object.getName().substring(folder.length()))
        .toList();
  }

  private Storage.Objects.List listing(String prefix) throws IOException {
    return client.objects().list(client.bucket()).setPrefix(folder + prefix);
  }

  private static List<StorageObject> items(Objects page) {
    return page.getItems() == null ? List.of() : page.getItems();
  }

  @Override
  public OptionalLong size(String name) throws IOException {
    Optional<StorageObject> found = find(name, "size");
    return found.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(found.get().getSize().longValueExact());
  }

  private Optional<StorageObject> find(String name, String fields) throws IOException {
    try {
      return Optional.of(
          client.answer(client.objects().get(client.bucket(), folder + name).setFields(fields)));
    } catch (HttpResponseException e) {
      if (GcsClient.isMissing(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public ByteSource open(String name) throws IOException {
    try {
      return GcsSource.open(client, folder + name);
    } catch (NoSuchFileException e) {
      NoSuchFileException missing = new NoSuchFileException(location.place(name));
      missing.initCause(e);
      throw missing;
    }
  }

  /**
   * Sends an object with its CRC-32C, without which Google would keep whatever arrives; a small one
   * in one request, a larger one in parts, of which only what got lost is sent again.
   */
  @Override
  public void put(String name, ByteSource content) throws IOException {
    long size = content.size();
    StorageObject object = new StorageObject().setName(folder + name);
    AbstractInputStreamContent media;
    if (size <= part) {
      byte[] bytes = Chunk.read(content, 0, (int) size);
      object.setCrc32c(crc(new Chunk(bytes)));
      media = new ByteArrayContent(TYPE, bytes);
    } else {
      object.setCrc32c(crc(content));
      media =
          new InputStreamContent(TYPE, new RegionStream(content, 0, size))
              .setLength(size)
              .setCloseInputStream(false);
    }
    Storage.Objects.Insert insert = client.objects().insert(client.bucket(), object, media);
    insert.setName(folder + name).setFields("size").setDisableGZipContent(true);
    MediaHttpUploader uploader = insert.getMediaHttpUploader();
    uploader.setDirectUploadEnabled(size <= part).setChunkSize(part);
    insert.executeUnparsed().disconnect(); // that there is an answer says that it is stored
  }

  private static String crc(ByteSource content) throws IOException {
    CRC32C crc = new CRC32C();
    byte[] bytes = new byte[BUFFER];
    long size = content.size();
    for (long position = 0; position < size; ) {
      int read = content.read(position, bytes, 0, bytes.length);
      if (read < 0) {
        throw new IOException("what was to be sent ends at byte " + position + " of " + size);
      }
      crc.update(bytes, 0, read);
      position += read;
    }
    return Base64.getEncoder().encodeToString(Ints.toByteArray((int) crc.getValue()));
  }

  /** Deletes what it has found, so that no second attempt hits what was put meanwhile. */
  @Override
  public boolean delete(String name) throws IOException {
    Optional<StorageObject> found = find(name, "generation");
    if (found.isEmpty()) {
      return false;
    }
    try {
      client
          .objects()
          .delete(client.bucket(), folder + name)
          .setIfGenerationMatch(found.get().getGeneration())
          .execute();
    } catch (HttpResponseException e) {
      if (!GcsClient.isMissing(e) && e.getStatusCode() != 412) {
        throw e;
      }
      // It is gone: by another, or by an attempt whose answer was lost.
    }
    return true;
  }
}
