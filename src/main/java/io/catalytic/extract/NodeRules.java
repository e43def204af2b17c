package io.catalytic.extract;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.treesitter.TSNode;

/**
 * How the name is found below a declarator, a parameter or a type, by node type.
 *
 * <p>Written as words: {@code t} the node's own text is the name; {@code t>f} go on at the field f;
 * {@code t>*} at the first named child; {@code t>$} at the last; {@code t:s>f} at f, and field s
 * qualifies the name; {@code t+f} every field f is a name; {@code t<f} the text before field f is
 * the name; {@code t-} there is no name. A node type without a rule is where the way ends: its text
 * is the name. Among the children of a parameter list, only those with a rule are parameters.
 *
 * <p>The way down is a loop: a thousand stars before a name cost no stack.
 */
final class NodeRules {
  private enum Step {
    TEXT,
    FIELD,
    FIRST,
    LAST,
    EACH,
    BEFORE,
    NONE
  }

  private record Rule(Step step, String field, String qualifier) {}

  private final Map<String, Rule> rules;

  private NodeRules(Map<String, Rule> rules) {
    this.rules = rules;
  }

  static NodeRules parse(String words) {
    Map<String, Rule> rules = new HashMap<>();
    for (String word : words.split(" ", -1)) {
      int mark = indexOfMark(word);
      String subject = word.substring(0, mark);
      String rest = word.substring(Math.min(mark + 1, word.length()));
      int colon = subject.indexOf(':');
      String type = colon < 0 ? subject : subject.substring(0, colon);
      String qualifier = colon < 0 ? "" : subject.substring(colon + 1);
      rules.put(type, new Rule(step(word, mark, rest), rest, qualifier));
    }
    return new NodeRules(rules);
  }

  private static int indexOfMark(String word) {
    for (int i = 0; i < word.length(); i++) {
      if (">+<-".indexOf(word.charAt(i)) >= 0) {
        return i;
      }
    }
    return word.length();
  }

  private static Step step(String word, int mark, String rest) {
    if (mark == word.length()) {
      return Step.TEXT;
    }
    return switch (word.charAt(mark)) {
      case '+' -> Step.EACH;
      case '<' -> Step.BEFORE;
      case '-' -> Step.NONE;
      default -> rest.equals("*") ? Step.FIRST : rest.equals("$") ? Step.LAST : Step.FIELD;
    };
  }

  /** Returns the name that a node declares, or null if it declares none. */
  @Nullable DeclaredName declaredName(TSNode start, SourceText text) {
    List<String> qualifiers = new ArrayList<>();
    TSNode signature = null;
    TSNode node = start;
    while (true) {
      Rule rule = rules.get(node.getType());
      if (rule == null || rule.step == Step.TEXT || rule.step == Step.EACH) {
        return new DeclaredName(
            text.slice(node), node.getStartByte(), node.getEndByte(), qualifiers, signature);
      }
      if (rule.step == Step.NONE) {
        return null;
      }
      if (rule.step == Step.BEFORE) {
        int end = node.getChildByFieldName(rule.field).getStartByte();
        String name = text.slice(node.getStartByte(), end).strip();
        return new DeclaredName(name, node.getStartByte(), end, qualifiers, node);
      }
      if (!rule.qualifier.isEmpty()) {
        TSNode qualifier = node.getChildByFieldName(rule.qualifier);
        if (!qualifier.isNull()) {
          qualifiers.addAll(Scopes.parts(text.slice(qualifier)));
        }
      }
      TSNode next = next(node, rule);
      if (next == null) {
        return null;
      }
      if (rule.field.equals("declarator")) {
        signature = node;
      }
      node = next;
    }
  }

  private static @Nullable TSNode next(TSNode node, Rule rule) {
    if (rule.step == Step.FIELD) {
      TSNode child = node.getChildByFieldName(rule.field);
      return child.isNull() ? null : child;
    }
    int children = node.getNamedChildCount();
    for (int i = 0; i < children; i++) {
      TSNode child = node.getNamedChild(rule.step == Step.FIRST ? i : children - 1 - i);
      if (!child.isExtra()) {
        return child;
      }
    }
    return null;
  }

  /** Returns the names of the parameters that a list holds, or of the one that stands for it. */
  List<String> parameters(TSNode list, SourceText text) {
    List<String> names = new ArrayList<>();
    Rule own = rules.get(list.getType());
    if (own != null && own.step == Step.TEXT) {
      names.add(text.slice(list));
      return names;
    }
    int children = list.getNamedChildCount();
    for (int i = 0; i < children; i++) {
      TSNode child = list.getNamedChild(i);
      Rule rule = rules.get(child.getType());
      if (rule != null && rule.step == Step.EACH) {
        addEach(child, rule.field, text, names);
      } else if (rule != null) {
        DeclaredName name = declaredName(child, text);
        if (name != null) {
          names.add(name.name());
        }
      }
    }
    return names;
  }

  private static void addEach(TSNode node, String field, SourceText text, List<String> names) {
    int children = node.getChildCount();
    for (int i = 0; i < children; i++) {
      if (field.equals(node.getFieldNameForChild(i))) {
        names.add(text.slice(node.getChild(i)));
      }
    }
  }
}
