package io.catalytic.format;

import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Properties by {@link Properties} itself, which tells no places: those are found here. */
final class PropertiesReader implements FormatReader {

  @Override
  public void read(String text, Faults faults, Values values) throws TooComplexException {
    LogicalLines lines = new LogicalLines(text);
    Entries entries = new Entries(lines, faults, values);
    values.beginObject(new Place(1, 1));
    try {
      entries.load(new StringReader(text));
    } catch (IllegalArgumentException e) {
      // The one error that the format has. Where it stands nothing tells but the count of entries.
      faults.add("\\u must be followed by four hexadecimal digits", lines.badEscape(entries.count));
    } catch (IOException e) {
      throw new UncheckedIOException("a text in memory can always be read", e);
    }
    if (entries.tooComplex != null) {
      throw entries.tooComplex;
    }
    values.end();
  }

  /** Is given each entry as it is read, in order. */
  private static final class Entries extends Properties {
    private static final long serialVersionUID = 1;

    private final transient LogicalLines lines;
    private final transient Faults faults;
    private final transient Values values;
    private final transient Map<Object, Integer> seen = new HashMap<>();
    @Nullable TooComplexException tooComplex;
    int count;

    Entries(LogicalLines lines, Faults faults, Values values) {
      this.lines = lines;
      this.faults = faults;
      this.values = values;
    }

    @Override
    public synchronized @Nullable Object put(Object key, Object value) {
      Place place = lines.place(count++);
      Integer before = seen.putIfAbsent(key, place.line());
      if (before != null) {
        faults.add("the key \"" + key + "\" stands in line " + before + " already", place);
      }
      try {
        if (tooComplex == null) {
          values.key((String) key, place);
          values.scalar(TextNode.valueOf((String) value), place);
        }
      } catch (TooComplexException e) {
        tooComplex = e;
      }
      return null;
    }
  }
}
