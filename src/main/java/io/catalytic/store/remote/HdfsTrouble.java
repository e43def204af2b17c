package io.catalytic.store.remote;

import java.io.EOFException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import org.apache.hadoop.ipc.RemoteException;
import org.apache.hadoop.security.AccessControlException;

/** What goes wrong with HDFS. Immutable, thread-safe. */
final class HdfsTrouble implements RemoteTrouble {
  private final RemoteLocation location;
  private final RemoteSettings settings;

  HdfsTrouble(RemoteLocation location, RemoteSettings settings) {
    this.location = location;
    this.settings = settings;
  }

  /** Returns false: {@link HdfsRemote} says itself which files are not there. */
  @Override
  public boolean isMissing(Exception e) {
    return false;
  }

  @Override
  public String reason(Exception e) {
    String said = RemoteTrouble.message(e);
    if (is(e, AccessControlException.class)) {
      return said.contains("SIMPLE authentication is not enabled")
          ? "the cluster wants Kerberos; set "
              + RemoteSettings.HADOOP
              + " to its site files, and"
              + " log in with kinit"
          : "access denied ("
              + said
              + "); allow this user to read, write and delete there, or be"
              + " another (HADOOP_USER_NAME, or kinit)";
    }
    if (serverSays(e, "SafeModeException")) {
      return "the namenode is in safe mode; try again when it has left it (hdfs dfsadmin -safemode"
          + " get)";
    }
    if (serverSays(e, "StandbyException")) {
      return location.authority()
          + " is a standby; name the nameservice, and set "
          + RemoteSettings.HADOOP
          + " to the cluster's site files";
    }
    if (is(e, SocketTimeoutException.class)) {
      return "no answer within "
          + settings.timeout().toSeconds()
          + " s; try again later, or allow more with "
          + RemoteSettings.TIMEOUT;
    }
    if (is(e, UnknownHostException.class)) {
      return "there is no host "
          + location.authority()
          + "; if it is a nameservice, set "
          + RemoteSettings.HADOOP
          + " to the cluster's site files";
    }
    if (is(e, ConnectException.class)
        || is(e, NoRouteToHostException.class)
        || is(e, EOFException.class)) {
      return location.authority()
          + " can't be reached, or is no namenode ("
          + said
          + "); check the network, and that host and port are those of fs.defaultFS";
    }
    return said;
  }

  private static boolean is(Exception e, Class<? extends Exception> type) {
    return RemoteTrouble.cause(e, type).isPresent() || serverSays(e, type.getSimpleName());
  }

  /** Returns whether an exception was thrown in the server, by its class's name. */
  private static boolean serverSays(Exception e, String name) {
    return RemoteTrouble.cause(e, RemoteException.class)
        .map(RemoteException::getClassName)
        .filter(thrown -> thrown.endsWith("." + name))
        .isPresent();
  }
}
