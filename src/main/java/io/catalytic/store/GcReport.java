package io.catalytic.store;

import java.util.List;

/**
 * What a cleaning did, or would do.
 *
 * @param refs that were traced
 * @param condemned blobs that nothing names, now set aside; they can still be read
 * @param deleted blobs that were set aside before and are gone now
 * @param revived blobs that were set aside before and are back, since something names them again
 * @param young blobs that nothing names, left alone since they are younger than the grace
 * @param unused blobs that nothing names, left in packs of which they are too small a share
 * @param corrupt blobs that were found to be corrupt when they should have been copied, and are in
 *     quarantine now
 * @param packsBefore packs, without those that are set aside
 * @param packsAfter the same, after: small ones are put together
 * @param packsSkipped packs that should have been written anew, and stay as they are for want of
 *     space
 * @param diskBytesBefore bytes of all packs and loose objects, those set aside as well
 * @param diskBytesAfter the same, after
 * @param waitingFor whom the deletion of what is set aside waits for: writers that are alive
 *     (processes, leases), empty if it is only for time to pass
 * @param warnings what was left alone and should not be there, and which damaged packs were set
 *     aside, in sentences
 */
public record GcReport(
    long refs,
    Amount condemned,
    Amount deleted,
    Amount revived,
    Amount young,
    Amount unused,
    long corrupt,
    int packsBefore,
    int packsAfter,
    int packsSkipped,
    long diskBytesBefore,
    long diskBytesAfter,
    List<String> waitingFor,
    List<String> warnings) {

  /**
   * Some blobs.
   *
   * @param blobs how many
   * @param bytes on disk
   */
  public record Amount(long blobs, long bytes) {

    /** None. */
    public static final Amount NONE = new Amount(0, 0);

    /** Returns this and as many more. */
    public Amount plus(Amount other) {
      return new Amount(blobs + other.blobs, bytes + other.bytes);
    }

    /** Returns this and one more of so many bytes. */
    public Amount plusOne(long more) {
      return new Amount(blobs + 1, bytes + more);
    }
  }

  /** Takes a copy. */
  public GcReport {
    waitingFor = List.copyOf(waitingFor);
    warnings = List.copyOf(warnings);
  }
}
