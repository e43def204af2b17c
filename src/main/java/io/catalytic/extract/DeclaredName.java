package io.catalytic.extract;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.treesitter.TSNode;

/**
 * A name and where it stands.
 *
 * @param start of the name, in bytes
 * @param end first byte after the name
 * @param qualifiers outermost first, as {@code [ns, A]} of {@code ns::A::f}
 * @param signature the declarator nearest to the name on the way down to it, which holds the
 *     parameters in C and C++
 */
record DeclaredName(
    String name, int start, int end, List<String> qualifiers, @Nullable TSNode signature) {

  /** Returns the same name, qualified by a type that is named elsewhere. */
  DeclaredName ownedBy(DeclaredName owner) {
    List<String> all = new ArrayList<>(owner.qualifiers());
    all.add(owner.name());
    all.addAll(qualifiers);
    return new DeclaredName(name, start, end, all, signature);
  }
}
