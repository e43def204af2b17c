package io.catalytic.exec;

import com.sun.jna.LastErrorException;
import com.sun.jna.NativeLong;
import java.io.Closeable;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Makes processes whose parent ends, be they marked or not, children of this process instead of the
 * machine's first: so that none of them is lost while this is open. Linux's {@code
 * PR_SET_CHILD_SUBREAPER}, which the children do not inherit.
 */
final class Orphans implements Closeable {
  private final Set<ProcessHandle> bystanders;
  private final boolean adopting;

  private Orphans(Set<ProcessHandle> bystanders, boolean adopting) {
    this.bystanders = bystanders;
    this.adopting = adopting;
  }

  /**
   * Begins.
   *
   * @param adopt whether to: then whatever this process starts meanwhile counts as theirs
   */
  static Orphans begin(boolean adopt) {
    return new Orphans(
        ProcessHandle.current().descendants().collect(Collectors.toSet()), adopt && set(1));
  }

  /** Returns what has come below this process since; nothing if it does not adopt. */
  Set<ProcessHandle> found() {
    return adopting
        ? ProcessHandle.current()
            .descendants()
            .filter(process -> !bystanders.contains(process))
            .collect(Collectors.toSet())
        : Set.of();
  }

  /** Returns whether the system took it; one that does not leaves the marks, which find most. */
  private static boolean set(int value) {
    try {
      NativeLong none = new NativeLong(0);
      return NativeProcesses.prctl(
              NativeProcesses.SET_CHILD_SUBREAPER, new NativeLong(value), none, none, none)
          == 0;
    } catch (LastErrorException | LinkageError e) {
      return false;
    }
  }

  @Override
  public void close() {
    if (adopting) {
      boolean unused = set(0);
    }
  }
}
