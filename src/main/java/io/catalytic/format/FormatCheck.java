package io.catalytic.format;

import com.fasterxml.jackson.databind.JsonNode;
import io.catalytic.schema.JsonSchema;
import io.catalytic.schema.Violation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks texts: whether they have their format, and whether what they hold fits a schema.
 *
 * <p>Stateless. A text of some megabytes can keep a parser busy for long or fill the heap; whoever
 * takes texts from strangers calls this in a process that can be ended.
 */
public final class FormatCheck {
  private static final String MARK = "\uFEFF";

  private FormatCheck() {}

  /**
   * Returns what there is to say of a text.
   *
   * <p>A byte order mark before the text is no part of it.
   *
   * @param schema what each value in the text has to fit: one for each document of YAML and each
   *     line of JSON Lines, one list of objects (by the names in the first row) for CSV and TSV, an
   *     object of texts for properties
   * @throws TooComplexException if a limit is exceeded
   * @throws SchemaRefusedException if the schema is none, or the format holds no value that one
   *     could be checked on
   */
  public static FormatReport check(Format format, String given, Optional<JsonNode> schema)
      throws TooComplexException, SchemaRefusedException {
    String text = given.startsWith(MARK) ? given.substring(MARK.length()) : given;
    try {
      return schema.isEmpty()
          ? wellFormed(format, text)
          : fitting(format, text, usable(schema.get()));
    } catch (StackOverflowError e) {
      throw new TooComplexException("it is nested deeper than can be followed");
    }
  }

  private static JsonSchema usable(JsonNode schema) throws SchemaRefusedException {
    try {
      return JsonSchema.of(schema);
    } catch (IllegalArgumentException e) {
      throw new SchemaRefusedException(String.valueOf(e.getMessage()));
    }
  }

  private static FormatReport wellFormed(Format format, String text) throws TooComplexException {
    Faults faults = new Faults();
    format.reader().read(text, faults, Values.ignored());
    return new FormatReport(format, faults);
  }

  private static FormatReport fitting(Format format, String text, JsonSchema schema)
      throws TooComplexException, SchemaRefusedException {
    if (format == Format.XML) {
      throw new SchemaRefusedException("a JSON Schema can't be checked on XML: leave it out");
    }
    Faults faults = new Faults();
    Values built = Values.built();
    format.reader().read(text, faults, built);
    if (!faults.areNone()) {
      return new FormatReport(format, faults);
    }
    List<Misfit> misfits = misfits(built.all(), schema);
    if (!misfits.isEmpty()) {
      Map<String, Place> places = places(format, text, misfits);
      for (Misfit misfit : misfits) {
        faults.add(misfit.violation.toString(), misfit.place(places));
      }
    }
    return new FormatReport(format, faults);
  }

  private static List<Misfit> misfits(List<JsonNode> values, JsonSchema schema) {
    List<Misfit> misfits = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      for (Violation violation : schema.check(values.get(i))) {
        misfits.add(new Misfit(i, violation));
      }
    }
    return misfits;
  }

  /** Reads the text once more, to see where the parts stand that do not fit. */
  private static Map<String, Place> places(Format format, String text, List<Misfit> misfits)
      throws TooComplexException {
    Set<String> wanted = new HashSet<>();
    misfits.stream().limit(Faults.MOST).forEach(misfit -> wanted.addAll(misfit.pointers()));
    Values located = Values.watching(wanted);
    format.reader().read(text, new Faults(), located);
    return located.places();
  }

  /** What does not fit in the n-th value. */
  private record Misfit(int value, Violation violation) {

    /** Returns the pointers of the part and of all that it is in, innermost first. */
    List<String> pointers() {
      List<String> pointers = new ArrayList<>();
      String pointer = violation.pointer();
      for (int end = pointer.length(); end >= 0; end = pointer.lastIndexOf('/', end - 1)) {
        pointers.add(value + pointer.substring(0, end));
        if (end == 0) {
          break;
        }
      }
      return pointers;
    }

    /** A part that is missing stands where the one does that should have it. */
    @Nullable Place place(Map<String, Place> places) {
      for (String pointer : pointers()) {
        if (places.containsKey(pointer)) {
          return places.get(pointer);
        }
      }
      return null;
    }
  }
}
