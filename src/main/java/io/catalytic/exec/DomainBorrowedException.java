package io.catalytic.exec;

import io.catalytic.domain.Domain;
import java.io.IOException;

/** A directory, or one that overlaps it, is borrowed already. Nothing was run. */
public final class DomainBorrowedException extends IOException {
  private static final long serialVersionUID = 1;

  DomainBorrowedException(Domain domain, ExecRecord other) throws IOException {
    super(domain.directory() + " is borrowed by exec " + other.id() + ": " + advice(other));
  }

  private static String advice(ExecRecord other) throws IOException {
    return switch (other.holder().life()) {
      case LIVES -> other.holder() + " is at work; wait until it has ended";
      case DEAD -> other.holder() + " was killed; exec --recover puts the directory back";
      case UNKNOWN ->
          other.holder()
              + " can't be seen from here; there, exec --recover puts the directory back if it is"
              + " dead";
    };
  }
}
