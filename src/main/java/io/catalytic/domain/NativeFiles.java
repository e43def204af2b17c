package io.catalytic.domain;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import com.sun.jna.Platform;

/**
 * The four calls of the C library that Java has nothing for. Names and targets are raw bytes that
 * end with a NUL. Thread-safe.
 */
final class NativeFiles {
  /** In place of a directory's descriptor: the process's own current directory. */
  static final int CURRENT_DIRECTORY = -100;

  /** To open only what a name stands for, not what is in it: asks for no permission on it. */
  static final int PATH_ONLY = 0x200000;

  /** Not to hand the descriptor down to other programs. */
  static final int CLOSE_ON_EXEC = 0x80000;

  /** To refuse everything but a directory. */
  static final int DIRECTORY = Platform.isARM() ? 0x4000 : 0x10000;

  /** To open a symbolic link itself, or refuse it together with {@link #DIRECTORY}. */
  static final int NO_FOLLOW = Platform.isARM() ? 0x8000 : 0x20000;

  static {
    // The numbers above are those of Linux, where ARM has its own for two of them.
    if (!Platform.isLinux() || !Platform.is64Bit() || !(Platform.isIntel() || Platform.isARM())) {
      throw new UnsatisfiedLinkError("this needs Linux on x86-64 or ARM64");
    }
    Native.register(NativeFiles.class, Platform.C_LIBRARY_NAME);
  }

  private NativeFiles() {}

  /** Returns a descriptor of what a name stands for in an open directory. */
  static native int openat(int directory, byte[] name, int flags, int mode)
      throws LastErrorException;

  /** Closes a descriptor. */
  static native int close(int descriptor) throws LastErrorException;

  /** Makes a symbolic link in an open directory; fails if the name is taken. */
  static native int symlinkat(byte[] target, int directory, byte[] name) throws LastErrorException;

  /** Writes everything to disk that is on the file system of an open file. */
  static native int syncfs(int descriptor) throws LastErrorException;
}
