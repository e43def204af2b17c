package io.catalytic.pipeline.source;

import io.catalytic.domain.Domain;

/** Makes a directory that a run was started with on another machine. */
public final class Elsewhere {
  private Elsewhere() {}

  /** Returns the directory as a machine sees it that does not share it with this one. */
  public static Source directory(Domain domain) {
    return new DirectorySource(domain, new Sighting("elsewhere.invalid", 0));
  }
}
