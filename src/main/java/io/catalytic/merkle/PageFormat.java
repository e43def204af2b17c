package io.catalytic.merkle;

import io.catalytic.digest.Hash;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Pages as bytes; {@code docs/trie-format.md} describes them. Stateless. */
public final class PageFormat {
  /** The most bytes that a page has: 64 entries with the longest paths. */
  public static final int MAX_BYTES =
      8 + Page.MAX_ENTRIES * (2 + TrieEntry.MAX_PATH + LeafValue.BYTES);

  /** {@code CTP}, then the version. */
  private static final int MAGIC = 0x435450;

  private static final int VERSION = 1;
  private static final int LEAVES = 0;
  private static final int INNER = 1;

  private PageFormat() {}

  static byte[] encode(Page page) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(MAGIC << 8 | VERSION);
      if (page instanceof Page.Leaves leaves) {
        out.writeByte(LEAVES);
        out.writeByte(page.depth());
        out.writeShort(leaves.entries().size());
        for (TrieEntry entry : leaves.entries()) {
          writeEntry(entry, out);
        }
      } else if (page instanceof Page.Inner inner) {
        out.writeByte(INNER);
        out.writeByte(page.depth());
        int filled = 0;
        for (int slot : inner.slots().keySet()) {
          filled |= 1 << slot;
        }
        out.writeShort(filled);
        for (PageRef ref : inner.slots().values()) {
          writeSlot(ref, out);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("memory can always be written", e);
    }
    return bytes.toByteArray();
  }

  /** Writes {@code u16 length ‖ path ‖ V}. */
  static void writeEntry(TrieEntry entry, DataOutputStream out) throws IOException {
    byte[] path = entry.path();
    out.writeShort(path.length);
    out.write(path);
    out.write(entry.value().encode());
  }

  /** Returns how many bytes {@link #writeEntry} writes. */
  static int entryBytes(TrieEntry entry) {
    return 2 + entry.path().length + LeafValue.BYTES;
  }

  private static void writeSlot(PageRef ref, DataOutputStream out) throws IOException {
    Subtree subtree = ref.subtree();
    out.write(ref.page().bytes());
    out.write(subtree.hash().bytes());
    out.writeLong(subtree.entries());
    out.writeLong(subtree.fileBytes());
    if (subtree instanceof Subtree.Leaf leaf) {
      out.write(leaf.key().bytes());
    }
  }

  /**
   * Returns the page that the bytes are.
   *
   * @param name what to call it in messages
   * @throws IOException if they are not exactly what {@link #encode} gives, or of a newer version
   */
  static Page decode(Hash name, byte[] bytes) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    try {
      int head = in.getInt();
      if (head >>> 8 == MAGIC && (head & 0xff) > VERSION) {
        throw new IOException(
            "page "
                + name
                + " has version "
                + (head & 0xff)
                + "; this program reads version 1: use a newer one");
      }
      if (head != (MAGIC << 8 | VERSION)) {
        throw new IllegalArgumentException("it does not begin as a page");
      }
      int kind = in.get();
      int depth = in.get() & 0xff;
      if (depth % Prefix.STEP != 0) {
        throw new IllegalArgumentException("no page is at depth " + depth);
      }
      int filled = in.getShort() & 0xffff;
      Page page =
          switch (kind) {
            case LEAVES -> leaves(depth, filled, in);
            case INNER -> inner(depth, filled, in);
            default -> throw new IllegalArgumentException("there is no kind " + kind);
          };
      if (in.hasRemaining()) {
        throw new IllegalArgumentException(in.remaining() + " bytes too many");
      }
      return page;
    } catch (BufferUnderflowException e) {
      throw new IOException("page " + name + " is damaged: it ends too soon", e);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new IOException("page " + name + " is damaged: " + e.getMessage(), e);
    }
  }

  private static Page leaves(int depth, int count, ByteBuffer in) {
    if (count > Page.MAX_ENTRIES || (count == 0 && depth > 0)) {
      throw new IllegalArgumentException(
          "no page at depth " + depth + " has " + count + " entries");
    }
    List<TrieEntry> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      TrieEntry entry = readEntry(in);
      if (i > 0 && entries.get(i - 1).compareTo(entry) >= 0) {
        throw new IllegalArgumentException("entry " + i + " is out of order");
      }
      if (i > 0 && entries.get(0).key().sharedBits(entry.key()) < depth) {
        throw new IllegalArgumentException("entry " + i + " belongs elsewhere");
      }
      entries.add(entry);
    }
    return new Page.Leaves(depth, entries);
  }

  /**
   * Reads what {@link #writeEntry} writes.
   *
   * @throws IllegalArgumentException if it is no entry
   * @throws BufferUnderflowException if it ends too soon
   */
  static TrieEntry readEntry(ByteBuffer in) {
    int length = in.getShort() & 0xffff;
    if (length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] path = new byte[length];
    in.get(path);
    return TrieEntry.of(path, LeafValue.decode(in));
  }

  private static Page inner(int depth, int filled, ByteBuffer in) {
    SortedMap<Integer, PageRef> slots = new TreeMap<>();
    long entries = 0;
    for (int slot = 0; slot < Prefix.FAN_OUT; slot++) {
      if ((filled >>> slot & 1) == 1) {
        PageRef ref = readSlot(in);
        slots.put(slot, ref);
        entries = Math.addExact(entries, ref.subtree().entries());
      }
    }
    if (entries <= Page.MAX_ENTRIES) {
      throw new IllegalArgumentException(entries + " entries would be one page");
    }
    return new Page.Inner(depth, slots);
  }

  private static PageRef readSlot(ByteBuffer in) {
    Hash page = readHash(in);
    Hash hash = readHash(in);
    long entries = in.getLong();
    long fileBytes = in.getLong();
    if (fileBytes < 0) {
      throw new IllegalArgumentException("files have " + fileBytes + " bytes");
    }
    return new PageRef(
        page,
        entries == 1
            ? new Subtree.Leaf(readHash(in), hash, fileBytes)
            : new Subtree.Node(hash, entries, fileBytes));
  }

  private static Hash readHash(ByteBuffer in) {
    byte[] bytes = new byte[Hash.BYTES];
    in.get(bytes);
    return Hash.ofBytes(bytes);
  }
}
