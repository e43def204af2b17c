package io.catalytic.store;

/**
 * What a store holds.
 *
 * @param blobs committed blobs, each counted once
 * @param bytes the sum of their sizes
 * @param quarantined what was set aside: blobs whose bytes did not match their name, damaged packs
 * @param packs what many blobs share
 * @param loose what each blob has for itself
 * @param condemned what cleanings have set aside, and a later one deletes, in bytes; none of it is
 *     counted above. On an object store 0: there it stays among the others until it is deleted
 */
public record StoreStats(
    long blobs, long bytes, long quarantined, Packs packs, Loose loose, long condemned) {

  /**
   * The packs.
   *
   * @param count how many
   * @param blobs the blobs in them, each counted once
   * @param compressed those of them that are compressed
   * @param bytes the sum of the blobs' sizes
   * @param stored what all packs take, in bytes, with their indexes and with blobs that are there
   *     twice or dead
   */
  public record Packs(long count, long blobs, long compressed, long bytes, long stored) {

    /** None. */
    public static final Packs NONE = new Packs(0, 0, 0, 0, 0);
  }

  /**
   * Blobs that lie by themselves, as they are.
   *
   * @param count how many, also those that are in a pack as well
   * @param stored what they take, in bytes
   */
  public record Loose(long count, long stored) {}

  /** Returns what all of it takes where they are stored, in bytes. */
  public long stored() {
    return packs.stored() + loose.stored() + condemned;
  }
}
