package io.catalytic.store.remote;

import io.catalytic.store.pack.ByteSource;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.OptionalLong;

/**
 * Says of what fails on a remote where it was and what to do, and makes checked exceptions of those
 * that the SDKs throw. Thread-safe.
 */
final class ExplainedRemote implements Remote {
  private final Remote remote;
  private final RemoteLocation location;
  private final RemoteTrouble trouble;

  ExplainedRemote(Remote remote, RemoteLocation location, RemoteTrouble trouble) {
    this.remote = remote;
    this.location = location;
    this.trouble = trouble;
  }

  /** An exception whose message says it all. */
  static final class Explained extends IOException {
    private static final long serialVersionUID = 1;

    Explained(String message, Exception cause) {
      super(message, cause);
    }
  }

  private interface Operation<T> {
    T run() throws IOException;
  }

  private <T> T explain(String what, String name, Operation<T> operation) throws IOException {
    try {
      return operation.run();
    } catch (NoSuchFileException | Explained e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      if (trouble.isMissing(e)) {
        NoSuchFileException missing = new NoSuchFileException(location.place(name));
        missing.initCause(e);
        throw missing;
      }
      throw new Explained(location.place(name) + ": cannot " + what + ": " + trouble.reason(e), e);
    }
  }

  @Override
  public List<Listed> list(String prefix) throws IOException {
    return explain("list", prefix, () -> remote.list(prefix));
  }

  @Override
  public List<String> some() throws IOException {
    return explain("list", "", remote::some);
  }

  @Override
  public OptionalLong size(String name) throws IOException {
    return explain("look at", name, () -> remote.size(name));
  }

  @Override
  public ByteSource open(String name) throws IOException {
    ByteSource source = explain("read", name, () -> remote.open(name));
    return new ByteSource() {
      @Override
      public long size() throws IOException {
        return explain("read", name, source::size);
      }

      @Override
      public int read(long position, byte[] into, int offset, int length) throws IOException {
        return explain("read", name, () -> source.read(position, into, offset, length));
      }

      @Override
      public void close() throws IOException {
        explain(
            "read",
            name,
            () -> {
              source.close();
              return true;
            });
      }
    };
  }

  @Override
  public void put(String name, ByteSource content) throws IOException {
    explain(
        "write",
        name,
        () -> {
          remote.put(name, content);
          return true;
        });
  }

  @Override
  public boolean delete(String name) throws IOException {
    return explain("delete", name, () -> remote.delete(name));
  }
}
