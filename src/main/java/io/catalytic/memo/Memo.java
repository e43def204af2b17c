package io.catalytic.memo;

import com.google.common.collect.Lists;
import io.catalytic.digest.Digest;
import io.catalytic.store.BlobCorruptException;
import io.catalytic.store.BlobMissingException;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.RefDamagedException;
import io.catalytic.store.WriteBatch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * What is remembered of the inputs of one group, and what the group adds to it.
 *
 * <p>Two levels: a checked answer spares the whole invocation; a completion, what a model wrote,
 * spares one call, so that another check of it costs none. A completion is durable before {@link
 * #remember} returns, in a record of its own or together with others that came while the one before
 * was written. {@link #finish} puts the group's records into one, their texts into the store, and
 * adds the answers.
 *
 * <p>Memory holds what is remembered of this group's inputs, some 500 bytes an entry. {@link
 * #completion} and {@link #remember} are thread-safe; the rest is for one thread.
 */
public final class Memo {
  /** So many records of a range are put together when there is something to add to them. */
  static final int FOLD = 8;

  private static final int LARGEST_TEXT = 1 << 28;
  private static final int MOST_LOOKS = 20;
  private static final Logger LOG = Logger.getLogger(Memo.class.getName());

  private final ObjectStore store;
  private final MemoRange range;
  private final Set<InputKey> inputs;
  private final MemoUse use;
  private final Journal journal;
  private final Map<InvocationKey, KeptAnswer> answers = new HashMap<>();
  private final Map<CallKey, KeptCall> calls = new HashMap<>();
  private final Set<String> read = new LinkedHashSet<>();
  private final Set<String> damaged = new HashSet<>();

  private Memo(ObjectStore store, MemoRange range, Set<InputKey> inputs, MemoUse use) {
    this.store = store;
    this.range = range;
    this.inputs = Set.copyOf(inputs);
    this.use = use;
    this.journal = new Journal(store.refs(), range);
  }

  /**
   * Reads what is remembered of some inputs.
   *
   * @param range that all of them lie in
   * @throws IOException if the store can't be read; a record that is damaged is passed over, with a
   *     warning: what it remembered is asked again
   */
  public static Memo open(ObjectStore store, MemoRange range, Set<InputKey> inputs, MemoUse use)
      throws IOException {
    Memo memo = new Memo(store, range, inputs, use);
    if (use != MemoUse.NONE) {
      memo.load();
    }
    return memo;
  }

  /** A record that vanishes was put into another one: that is then in the next list. */
  private void load() throws IOException {
    boolean complete = false;
    for (int look = 0; !complete; look++) {
      if (look == MOST_LOOKS) {
        throw new IOException(
            "the memo is changed by others faster than it can be read; try again");
      }
      complete = true;
      for (String name : range.among(store.refs().list(MemoRange.KIND))) {
        if (!read.contains(name)) {
          complete &= read(name);
        }
      }
    }
  }

  /** Reads one record; returns false if it is gone. */
  private boolean read(String name) throws IOException {
    if (damaged.contains(name)) {
      return true;
    }
    try {
      Optional<byte[]> record = store.refs().read(name);
      if (record.isPresent()) {
        MemoRecord.read(name, record.get(), inputs::contains, this::add);
        read.add(name);
      }
      return record.isPresent();
    } catch (RefDamagedException e) {
      LOG.log(Level.WARNING, "{0}; what it remembered is asked again", e.getMessage());
      damaged.add(name);
      return true;
    }
  }

  /** Of two answers to one invocation, which two runs at a time may leave, always the same one. */
  private void add(MemoEntry entry) {
    if (entry instanceof KeptAnswer answer) {
      answers.merge(
          answer.invocation(),
          answer,
          (a, b) -> a.result().hash().compareTo(b.result().hash()) <= 0 ? a : b);
    } else if (entry instanceof KeptCall call) {
      calls.putIfAbsent(call.key(), call);
    }
  }

  /** Returns the answer to an invocation, if there is one and the store still has it, whole. */
  public Optional<KeptAnswer> answer(InvocationKey invocation) throws IOException {
    KeptAnswer answer = answers.get(invocation);
    if (answer == null) {
      return Optional.empty();
    }
    try {
      store.read(answer.result().hash(), LARGEST_TEXT);
      return Optional.of(answer);
    } catch (BlobMissingException | BlobCorruptException e) {
      return Optional.empty(); // and so to be had again
    }
  }

  /** Returns what was completed for a call before, with its text at hand. */
  Optional<KeptCall> completion(CallKey key) {
    KeptCall call = use == MemoUse.USE ? calls.get(key) : null;
    if (call == null || call.text() instanceof KeptCall.Inline) {
      return Optional.ofNullable(call);
    }
    Digest blob = ((KeptCall.Stored) call.text()).blob();
    try {
      String text = new String(store.read(blob.hash(), LARGEST_TEXT), StandardCharsets.UTF_8);
      return Optional.of(call.writtenAs(text));
    } catch (BlobMissingException | BlobCorruptException e) {
      return Optional.empty(); // gone, and so to be paid again
    } catch (IOException e) {
      journal.fail(e);
      return Optional.empty();
    }
  }

  /**
   * Makes a completion durable. Trouble of the store is thrown by {@link #finish}, and by this from
   * the next time on.
   */
  void remember(KeptCall call) throws InterruptedException {
    if (use != MemoUse.NONE) {
      journal.add(call);
    }
  }

  /** Throws what trouble there was, so that no more is asked of a model that can't be kept. */
  void checkDurable() {
    journal.check();
  }

  /**
   * Makes everything durable: the batch, which holds the answers, and what names them.
   *
   * @param batch open; is committed
   * @param fresh answers that were not there before
   */
  public void finish(WriteBatch batch, Collection<KeptAnswer> fresh) throws IOException {
    Set<String> fold = new LinkedHashSet<>(journal.close());
    List<MemoEntry> entries = new ArrayList<>();
    if (use != MemoUse.NONE && (!fresh.isEmpty() || !fold.isEmpty())) {
      List<String> others = read.stream().filter(this::isMine).toList();
      if (others.size() >= FOLD) {
        fold.addAll(others);
      }
      Set<MemoEntry> whole = new LinkedHashSet<>();
      for (String name : fold) {
        Optional<byte[]> record = store.refs().read(name);
        if (record.isPresent()) {
          List<MemoEntry> found = new ArrayList<>();
          MemoRecord.read(name, record.get(), input -> true, found::add);
          for (MemoEntry entry : found) {
            whole.add(stored(entry, batch));
          }
        }
      }
      whole.addAll(fresh);
      entries.addAll(whole);
    }
    batch.commit();
    for (List<MemoEntry> part : Lists.partition(entries, MemoRecord.MOST)) {
      store.refs().write(range.newName(), MemoRecord.write(part));
    }
    for (String name : fold) {
      store.refs().delete(name);
    }
  }

  private boolean isMine(String name) {
    return MemoRange.ofName(name).filter(range::holds).isPresent();
  }

  private static MemoEntry stored(MemoEntry entry, WriteBatch batch) throws IOException {
    return entry instanceof KeptCall call && call.text() instanceof KeptCall.Inline inline
        ? call.storedAs(batch.put(inline.text().getBytes(StandardCharsets.UTF_8)))
        : entry;
  }
}
