package io.catalytic.run;

import com.google.common.collect.ImmutableList;
import io.catalytic.domain.RawPath;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * What a run borrowed, as its record and its proof tell it.
 *
 * @param kind what it is
 * @param location its absolute path, or its URI
 * @param leftOut paths that are no part of it, with all below them
 */
public record Borrowed(Kind kind, String location, List<RawPath> leftOut) {

  /** What can be borrowed. */
  public enum Kind {
    /** A directory; its entries are its paths. */
    DIRECTORY(
        "modification times", "owners", "extended attributes and ACLs", "hard links", "holes"),
    /** Objects of an object store; its entries are their keys, as paths. */
    OBJECTS("modes", "modification times", "owners and ACLs", "metadata and tags", "versions"),
    /** A file of inputs; its entries are its lines. */
    INPUTS(
        "modification time",
        "owner",
        "mode",
        "extended attributes and ACLs",
        "whether the last line is ended");

    private final ImmutableList<String> notCovered;

    Kind(String... notCovered) {
      this.notCovered = ImmutableList.copyOf(notCovered);
    }

    /** Returns the kind of this name in files. */
    public static Kind ofWireName(String name) {
      return valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** Returns what no root commits to. */
    public List<String> notCovered() {
      return notCovered;
    }

    /** Returns the name in files. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Takes a copy. */
  public Borrowed {
    leftOut = List.copyOf(leftOut);
  }

  /** A directory. */
  public static Borrowed directory(String path, Collection<RawPath> leftOut) {
    return new Borrowed(Kind.DIRECTORY, path, List.copyOf(leftOut));
  }

  /** A file of inputs. */
  public static Borrowed inputs(String path) {
    return new Borrowed(Kind.INPUTS, path, List.of());
  }
}
