package io.catalytic.pipeline.source;

import java.io.IOException;
import java.io.Serializable;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Which machine has seen a directory, and as what.
 *
 * @param host the machine's name
 * @param inode the directory's number in its file system. File systems that machines share give all
 *     of them the same one; that two machines' own directories have the same one is unlikely
 */
record Sighting(String host, long inode) implements Serializable {

  /** Looks at a directory, from this machine. */
  static Sighting of(Path directory) throws IOException {
    return new Sighting(thisHost(), (Long) Files.getAttribute(directory, "unix:ino"));
  }

  /**
   * Returns whether both are taken to have seen the same directory. On one machine a path names
   * one, whatever number it has: it may have been made anew.
   */
  boolean isOfTheSame(Sighting other) {
    return host.equals(other.host) || inode == other.inode;
  }

  private static String thisHost() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "an unnamed host";
    }
  }
}
