package io.catalytic.exec;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Platform;

/** The one call of the C library that Java has nothing for. Thread-safe. */
final class NativeProcesses {
  /** Of {@code prctl}: whether orphans below this process become its children. */
  static final int SET_CHILD_SUBREAPER = 36;

  static {
    if (!Platform.isLinux()) {
      throw new UnsatisfiedLinkError("this needs Linux");
    }
    Native.register(NativeProcesses.class, Platform.C_LIBRARY_NAME);
  }

  private NativeProcesses() {}

  /** Sets something of this process; see {@code man 2 prctl}. */
  static native int prctl(
      int option, NativeLong value, NativeLong unused3, NativeLong unused4, NativeLong unused5)
      throws LastErrorException;
}
