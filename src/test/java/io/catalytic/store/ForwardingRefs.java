package io.catalytic.store;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Refs that do what others do, but for what a subclass changes. */
public abstract class ForwardingRefs implements Refs {
  private final Refs refs;

  /** Forwards to these. */
  protected ForwardingRefs(Refs refs) {
    this.refs = refs;
  }

  @Override
  public Optional<byte[]> read(String name) throws IOException {
    return refs.read(name);
  }

  @Override
  public void write(String name, byte[] value) throws IOException {
    refs.write(name, value);
  }

  @Override
  public boolean delete(String name) throws IOException {
    return refs.delete(name);
  }

  @Override
  public List<String> list(String parent) throws IOException {
    return refs.list(parent);
  }
}
