package io.catalytic.store;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Refs in this process's memory. Thread-safe. */
final class MemoryRefs implements Refs {
  private final TreeMap<String, byte[]> values = new TreeMap<>();

  @Override
  public synchronized Optional<byte[]> read(String name) {
    return Optional.ofNullable(values.get(new RefName(name).text())).map(byte[]::clone);
  }

  @Override
  public synchronized void write(String name, byte[] value) throws IOException {
    String checked = new RefName(name).text();
    for (String other : values.keySet()) {
      if (other.startsWith(checked + "/") || checked.startsWith(other + "/")) {
        throw RefName.conflict(checked, other);
      }
    }
    values.put(checked, value.clone());
  }

  @Override
  public synchronized boolean delete(String name) {
    return values.remove(new RefName(name).text()) != null;
  }

  @Override
  public synchronized List<String> list(String parent) {
    String prefix = parent.isEmpty() ? "" : new RefName(parent).text() + "/";
    return values.keySet().stream().filter(name -> name.startsWith(prefix)).toList();
  }
}
