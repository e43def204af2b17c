package io.catalytic.extract;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/**
 * Which types and namespaces enclose a place. To be asked with places in ascending order.
 *
 * <p>Only the innermost {@link #LEVELS} are told: names of nesting ten thousand deep would make an
 * answer of a hundred megabytes from a file of one.
 */
final class Scopes {
  static final int LEVELS = 32;

  private final List<Definition> scopes;
  private final Deque<Definition> open = new ArrayDeque<>();
  private int next;

  Scopes(Collection<Definition> scopes) {
    this.scopes =
        scopes.stream()
            .sorted(
                Comparator.comparingInt(Definition::start)
                    .thenComparing(Comparator.comparingInt(Definition::end).reversed()))
            .toList();
  }

  /** Returns the names of what encloses a place, outermost first. */
  List<String> around(int place) {
    while (next < scopes.size() && scopes.get(next).start() <= place) {
      Definition scope = scopes.get(next++);
      closeBefore(scope.start());
      open.push(scope);
    }
    closeBefore(place);
    List<List<String>> inside = new ArrayList<>();
    for (Definition scope : open) {
      if (inside.size() == LEVELS) {
        break;
      }
      inside.add(0, scope.path());
    }
    return inside.stream().flatMap(List::stream).toList();
  }

  private void closeBefore(int place) {
    while (!open.isEmpty() && open.element().end() <= place) {
      open.pop();
    }
  }

  /** Returns the parts of a qualified name: {@code [ns, A]} of {@code ns::A<T>} and of ns.A. */
  static List<String> parts(String qualified) {
    int arguments = qualified.indexOf('<');
    String plain = arguments > 0 ? qualified.substring(0, arguments) : qualified;
    List<String> parts = new ArrayList<>();
    for (String part : plain.split("::|\\\\", -1)) {
      if (!part.isBlank()) {
        parts.add(part.strip());
      }
    }
    return parts;
  }
}
