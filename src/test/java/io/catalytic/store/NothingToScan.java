package io.catalytic.store;

/** A store that has nothing to check but its refs. */
public final class NothingToScan implements StoreScan {

  /** Finds nothing. */
  public NothingToScan() {}

  @Override
  public void check(FsckLog log) {
    // Nothing.
  }

  @Override
  public void named(Lost lost, FsckLog log) {
    // Nothing.
  }

  @Override
  public ContentSource aside() {
    return taker -> {};
  }
}
