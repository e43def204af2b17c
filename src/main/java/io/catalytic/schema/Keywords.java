package io.catalytic.schema;

import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** The keywords of draft 2020-12, and which of them another name looks like. */
final class Keywords {
  private static final Set<String> KNOWN =
      Set.of(
          ("$schema $id $ref $anchor $dynamicRef $dynamicAnchor $vocabulary $comment $defs"
                  + " type enum const multipleOf maximum exclusiveMaximum minimum exclusiveMinimum"
                  + " maxLength minLength pattern maxItems minItems uniqueItems maxContains"
                  + " minContains maxProperties minProperties required dependentRequired"
                  + " prefixItems items contains properties patternProperties"
                  + " additionalProperties propertyNames if then else allOf anyOf oneOf not"
                  + " dependentSchemas unevaluatedItems unevaluatedProperties title description"
                  + " default deprecated readOnly writeOnly examples format contentEncoding"
                  + " contentMediaType contentSchema definitions dependencies example "
                  + Wording.OWN_MESSAGES)
              .split(" ", -1));

  /** Longer names are never looked at: no keyword is as long. */
  private static final int LONGEST = 30;

  private Keywords() {}

  /**
   * Returns the keyword that was probably meant; nothing for a keyword, and for a name of one's own
   * that is like none. Short names are like too many: of these only one without its dollar counts.
   */
  static Optional<String> meant(String name) {
    if (KNOWN.contains(name) || name.length() > LONGEST) {
      return Optional.empty();
    }
    if (KNOWN.contains("$" + name)) {
      return Optional.of("$" + name);
    }
    int farthest = name.length() < 5 ? 0 : name.length() < 7 ? 1 : 2;
    return KNOWN.stream()
        .filter(known -> distance(known, name) <= farthest)
        .min(
            Comparator.comparingInt((String known) -> distance(known, name))
                .thenComparing(Comparator.naturalOrder()));
  }

  private static int distance(String known, String name) {
    return known.equalsIgnoreCase(name)
        ? 0
        : LevenshteinDistance.getDefaultInstance().apply(known, name);
  }
}
