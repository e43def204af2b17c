package io.catalytic.store;

import io.catalytic.digest.Hash;
import java.util.function.Consumer;

/** Knows that a store's settings keep no blob alive. */
public final class SettingsTracer implements RefTracer {

  /** Made by the service loader. */
  public SettingsTracer() {}

  @Override
  public String kind() {
    return StoreSettings.REF;
  }

  @Override
  public void trace(String name, byte[] value, ObjectStore store, Consumer<Hash> keep) {
    // They name none.
  }
}
