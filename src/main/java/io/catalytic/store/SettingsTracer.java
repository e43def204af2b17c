package io.catalytic.store;

/** Knows that a store's settings keep no blob alive. */
public final class SettingsTracer implements RefTracer {

  /** Made by the service loader. */
  public SettingsTracer() {}

  @Override
  public String kind() {
    return StoreSettings.REF;
  }

  @Override
  public void trace(String name, byte[] value, ObjectStore store, Mark mark) {
    // They name none.
  }
}
