package io.catalytic.exec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catalytic.digest.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The process that is at work on a record, named so that it can't be mistaken for another.
 *
 * @param host the machine's name
 * @param boot names the time since the machine last started
 * @param pidSpace in which process numbers mean something: a container has its own
 * @param pid its number there
 * @param startTicks when it started; as in {@link ProcessStat}
 */
record Holder(String host, String boot, String pidSpace, long pid, long startTicks) {

  /** What can be told of a process. */
  enum Life {
    /** It is at work. */
    LIVES,
    /** It is not, and never will be. */
    DEAD,
    /** It can't be seen from here. */
    UNKNOWN
  }

  /** Returns this process. */
  static Holder self() throws IOException {
    long pid = ProcessHandle.current().pid();
    return new Holder(
        hostName(),
        Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip(),
        Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString(),
        pid,
        ProcessStat.of(pid).orElseThrow().startTicks());
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "an unnamed host";
    }
  }

  /** Returns what can be told of it in this process. */
  Life life() throws IOException {
    Holder self = self();
    // Of this machine before it went down, or of another one with the same name: who knows.
    if (!host.equals(self.host) || !boot.equals(self.boot) || !pidSpace.equals(self.pidSpace)) {
      return Life.UNKNOWN;
    }
    boolean lives =
        ProcessStat.of(pid)
            .filter(stat -> stat.startTicks() == startTicks && !stat.isOver())
            .isPresent();
    return lives ? Life.LIVES : Life.DEAD;
  }

  /** Returns whether it is, or was, on this machine. */
  boolean isHere() {
    return host.equals(hostName());
  }

  ObjectNode toJson() {
    return Json.object()
        .put("host", host)
        .put("boot", boot)
        .put("pid_space", pidSpace)
        .put("pid", pid)
        .put("start_ticks", startTicks);
  }

  static Holder fromJson(JsonNode json) {
    return new Holder(
        json.path("host").asText(),
        json.path("boot").asText(),
        json.path("pid_space").asText(),
        json.path("pid").asLong(-1),
        json.path("start_ticks").asLong(-1));
  }

  @Override
  public String toString() {
    return "process " + pid + " on " + host;
  }
}
