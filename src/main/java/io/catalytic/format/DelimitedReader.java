package io.catalytic.format;

import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Rows of fields. The first row names the columns where a schema is checked. */
final class DelimitedReader implements FormatReader {
  private final char separator;
  private final boolean quotes;

  DelimitedReader(char separator, boolean quotes) {
    this.separator = separator;
    this.quotes = quotes;
  }

  @Override
  public void read(String text, Faults faults, Values values) throws TooComplexException {
    Rows rows = new Rows(text, separator, quotes);
    List<String> names = new ArrayList<>();
    Place start = rows.place();
    boolean goesOn = !rows.hasNext() || rows.next(names, faults);
    if (values.areWanted()) {
      refuseSameNames(names, start, faults);
    }
    values.beginArray(start);
    List<String> fields = new ArrayList<>();
    while (goesOn && rows.hasNext()) {
      fields.clear();
      start = rows.place();
      goesOn = rows.next(fields, faults);
      if (goesOn && fields.size() != names.size()) {
        faults.add("the row has " + count(fields) + "; the first row has " + count(names), start);
      } else if (goesOn && values.areWanted()) {
        take(names, fields, start, values);
      }
    }
    values.end();
  }

  private static void take(List<String> names, List<String> fields, Place start, Values values)
      throws TooComplexException {
    values.beginObject(start);
    for (int i = 0; i < fields.size(); i++) {
      values.key(names.get(i), start);
      values.scalar(TextNode.valueOf(fields.get(i)), start);
    }
    values.end();
  }

  private static void refuseSameNames(List<String> names, Place start, Faults faults) {
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (!seen.add(name)) {
        faults.add("two columns are named \"" + name + "\": a schema can't tell them apart", start);
      }
    }
  }

  private static String count(List<String> fields) {
    return fields.size() == 1 ? "1 field" : fields.size() + " fields";
  }
}
