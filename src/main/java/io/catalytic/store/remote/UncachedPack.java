package io.catalytic.store.remote;

import io.catalytic.store.pack.ByteSource;
import io.catalytic.store.pack.PackFile;
import java.io.IOException;

/**
 * A pack that is read from the remote, whatever is known of it here.
 *
 * @param objects where it is
 * @param id its id
 */
record UncachedPack(RemoteObjects objects, String id) implements PackFile {
  @Override
  public String place() {
    return objects.place(RemoteLayout.pack(id));
  }

  @Override
  public ByteSource open() throws IOException {
    return objects.remote().open(RemoteLayout.pack(id));
  }
}
