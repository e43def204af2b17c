package io.catalytic.exec;

import io.catalytic.domain.Domain;
import java.io.IOException;

/** A directory, or one that overlaps it, is borrowed already. Nothing was run. */
public final class DomainBorrowedException extends IOException {
  private static final long serialVersionUID = 1;

  DomainBorrowedException(Domain domain, ExecRecord other, Holder.Life life) {
    super(domain.directory() + " is borrowed by exec " + other.id() + ": " + advice(other, life));
  }

  private static String advice(ExecRecord other, Holder.Life life) {
    return switch (life) {
      case LIVES -> other.holder() + " is at work; wait until it has ended";
      case DEAD ->
          other.holder()
              + " was killed, or could not put it back; exec --recover does, store forget "
              + ExecLedger.name(other)
              + " leaves it as it is";
      case UNKNOWN ->
          other.holder()
              + (other.holder().isHere()
                  ? " can't be seen any more; exec --recover puts the directory back"
                  : " can't be seen from here; there, exec --recover puts the directory back if it"
                      + " is dead");
    };
  }
}
