package io.catalytic.store.pack;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The fixed parts of a pack file, version 1; {@code docs/store-format.md} has the whole.
 *
 * <p>All numbers are big-endian and unsigned. A pack is {@code header ‖ data ‖ summary ‖ entries ‖
 * trailer}.
 */
public final class PackFormat {

  /** The first eight bytes; as in PNG, any mangling of a text mode shows. */
  public static final long MAGIC = 0x89435450_0D0A1A0AL;

  /** The last eight bytes. */
  public static final long END_MAGIC = 0x43545045_4E440D0AL;

  /** The only version there is. */
  public static final int VERSION = 1;

  /** Where the version stands. */
  static final int VERSION_AT = 8;

  /** Bytes before the data: magic u64, version u32, CRC-32C of both u32. */
  public static final int HEADER = 16;

  /** Bytes at the end: data length u64, count u32, three CRC-32C u32, magic u64. */
  public static final int TRAILER = 32;

  /** The most blobs that a pack may hold. */
  public static final int MAX_COUNT = 1 << 24;

  /** The most bytes of data that a pack may hold, so that offsets fit into 32 bits. */
  public static final long MAX_DATA = 0xFFFF_0000L;

  private PackFormat() {}

  /** Returns the header, the same for every pack. */
  public static byte[] header() {
    return header(VERSION);
  }

  /** Returns the header of a pack of some version, which all of them begin with. */
  static byte[] header(int version) {
    byte[] header = new byte[HEADER];
    ByteBuffer buffer = ByteBuffer.wrap(header).putLong(MAGIC).putInt(version);
    buffer.putInt(crc(header, 0, 12));
    return header;
  }

  /** Returns the CRC-32C (RFC 3720, appendix B.4) of some bytes. */
  public static int crc(byte[] bytes, int offset, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, offset, length);
    return (int) crc.getValue();
  }

  /**
   * What stands at a pack's end.
   *
   * @param dataLength bytes of data
   * @param count blobs, from 1 to {@link #MAX_COUNT}
   * @param summaryCrc CRC-32C of the summary
   * @param entriesCrc CRC-32C of all entries
   */
  public record Trailer(long dataLength, int count, int summaryCrc, int entriesCrc) {

    public byte[] encode() {
      byte[] bytes = new byte[TRAILER];
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      buffer.putLong(dataLength).putInt(count).putInt(summaryCrc).putInt(entriesCrc);
      buffer.putInt(crc(bytes, 0, 20)).putLong(END_MAGIC);
      return bytes;
    }

    /** Returns where the summary starts. */
    public long summaryOffset() {
      return HEADER + dataLength;
    }

    /** Returns where the entries start. */
    public long entriesOffset() {
      return summaryOffset() + PackSummary.length(count);
    }

    /** Returns the size of the whole file. */
    public long fileSize() {
      return entriesOffset() + (long) PackEntry.BYTES * count + TRAILER;
    }
  }
}
