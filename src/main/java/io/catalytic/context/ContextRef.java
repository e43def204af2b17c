package io.catalytic.context;

import io.catalytic.store.RefName;
import io.catalytic.store.Refs;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the name of a ref of a context says. */
sealed interface ContextRef {

  /** The first part of all names. */
  String KIND = "contexts";

  /** 32 random hex digits, never used again. */
  String ID = "([0-9a-f]{32})";

  /** Every name there can be. */
  Pattern NAME =
      Pattern.compile(
          KIND + "/([A-Za-z0-9._-]{1,255})/(?:added/" + ID + "|released/" + ID + "/" + ID + ")");

  /** The whole name of the ref. */
  String name();

  /** The id of the segment that it adds or takes from. */
  String segment();

  /** {@code contexts/NAME/added/SEGMENT}: a {@link SegmentRecord}. */
  record Added(String context, String segment) implements ContextRef {
    @Override
    public String name() {
      return parent(context) + "/added/" + segment;
    }
  }

  /** {@code contexts/NAME/released/SEGMENT/RELEASE}: a {@link ReleaseRecord}. */
  record Released(String context, String segment, String release) implements ContextRef {
    @Override
    public String name() {
      return parent(context, segment) + "/" + release;
    }
  }

  /** Returns the name under which all refs of a context lie. */
  static String parent(String context) {
    return KIND + "/" + context;
  }

  /** Returns the name under which lies what was released of a segment. */
  static String parent(String context, String segment) {
    return parent(context) + "/released/" + segment;
  }

  /** Returns a name of a new segment. */
  static Added newSegment(String context) {
    return new Added(context, newId());
  }

  /** Returns a name for what is released of a segment. */
  static Released newRelease(String context, String segment) {
    return new Released(context, segment, newId());
  }

  /**
   * Returns what a ref's name says.
   *
   * @throws IOException if it is no name that a context gives
   */
  static ContextRef parse(String name) throws IOException {
    Matcher matcher = NAME.matcher(name);
    if (!matcher.matches()) {
      throw new IOException(
          "ref " + name + ": not a name that a context has; use the program that wrote it");
    }
    String context = matcher.group(1);
    return matcher.group(2) != null
        ? new Added(context, matcher.group(2))
        : new Released(context, matcher.group(3), matcher.group(4));
  }

  /**
   * Returns what a name says that was listed; empty if there is no such ref by now: of what goes
   * while it is listed, a store on disk may name the directory.
   *
   * @throws IOException as {@link #parse}, if there is one
   */
  static Optional<ContextRef> listed(Refs refs, String name) throws IOException {
    try {
      return Optional.of(parse(name));
    } catch (IOException e) {
      if (refs.read(name).isEmpty()) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /**
   * Returns a context's name.
   *
   * @throws IllegalArgumentException if it can't be one
   */
  static String requireContext(String name) {
    if (!RefName.isPart(name)) {
      throw new IllegalArgumentException(
          "a context's name is 1 to 255 of A-Z a-z 0-9 . _ - and begins with no dot; got \""
              + name
              + "\"");
    }
    return name;
  }

  private static String newId() {
    return UUID.randomUUID().toString().replace("-", "");
  }
}
