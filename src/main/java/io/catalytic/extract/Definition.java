package io.catalytic.extract;

import java.util.ArrayList;
import java.util.List;

/**
 * A definition as a match of a query gives it, before what encloses it is known.
 *
 * @param start of the whole definition, in bytes
 * @param end first byte after it
 * @param line where it is counted
 * @param kind of a class; empty for a function
 * @param params names of a function's parameters
 * @param pattern the query's pattern that found it
 */
record Definition(
    int start,
    int end,
    DeclaredName name,
    int line,
    String kind,
    List<String> params,
    int pattern) {

  /** Returns its name with what qualifies it, as a container of others. */
  List<String> path() {
    List<String> path = new ArrayList<>(name.qualifiers());
    path.addAll(Scopes.parts(name.name()));
    return path;
  }
}
