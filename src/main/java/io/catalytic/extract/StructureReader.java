package io.catalytic.extract;

import io.catalytic.model.ModelException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.treesitter.TSNode;
import org.treesitter.TSQueryCapture;
import org.treesitter.TSQueryCursor;
import org.treesitter.TSQueryMatch;

/** Reads one tree through its language's query. For one use. */
final class StructureReader {
  private final StructureQuery query;
  private final TSNode root;
  private final SourceText text;
  private final Deadline deadline;
  private final Map<Long, Definition> functions = new HashMap<>();
  private final Map<Long, Definition> classes = new HashMap<>();
  private final Map<Long, Definition> scopes = new HashMap<>();
  private final Map<Integer, Structure.FoundImport> imports = new TreeMap<>();

  StructureReader(StructureQuery query, TSNode root, SourceText text, Deadline deadline) {
    this.query = query;
    this.root = root;
    this.text = text;
    this.deadline = deadline;
  }

  Structure read(TSQueryCursor cursor, String code) throws ModelException, InterruptedException {
    cursor.exec(query.compiled(), root, query.hasPredicates() ? code : null);
    TSQueryMatch match = new TSQueryMatch();
    while (cursor.nextMatch(match)) {
      deadline.check();
      take(match);
    }
    deadline.check();
    List<Definition> containers = new ArrayList<>(classes.values());
    containers.addAll(scopes.values());
    return new Structure(
        foundFunctions(new Scopes(containers)),
        foundClasses(),
        List.copyOf(imports.values()),
        root.hasError());
  }

  private List<Structure.FoundClass> foundClasses() throws ModelException, InterruptedException {
    List<Structure.FoundClass> found = new ArrayList<>();
    for (Definition each : inOrder(classes.values())) {
      found.add(
          new Structure.FoundClass(each.name().name(), each.line(), lastLine(each), each.kind()));
    }
    return found;
  }

  private List<Structure.FoundFunction> foundFunctions(Scopes around)
      throws ModelException, InterruptedException {
    List<Structure.FoundFunction> found = new ArrayList<>();
    for (Definition each : inOrder(functions.values())) {
      List<String> container = new ArrayList<>(around.around(each.name().start()));
      container.addAll(each.name().qualifiers());
      found.add(
          new Structure.FoundFunction(
              each.name().name(),
              each.line(),
              lastLine(each),
              each.params(),
              String.join(".", container)));
    }
    return found;
  }

  private static List<Definition> inOrder(Collection<Definition> definitions) {
    return definitions.stream()
        .sorted(Comparator.comparingInt(each -> each.name().start()))
        .toList();
  }

  /**
   * Returns the line of the definition's last byte of code: where blocks are made by indentation, a
   * grammar counts the comments that follow as part of the block.
   */
  private int lastLine(Definition definition) throws ModelException, InterruptedException {
    int last = text.lastByte(definition.start(), definition.end());
    while (text.looksLikeComment(last)) {
      deadline.check();
      TSNode node = root.getDescendantForByteRange(last, last);
      if (!node.getType().contains("comment") || node.getStartByte() <= definition.start()) {
        break;
      }
      last = text.lastByte(definition.start(), node.getStartByte());
    }
    return Math.max(definition.line(), text.line(last));
  }

  private void take(TSQueryMatch match) {
    Captured captured = new Captured();
    for (TSQueryCapture capture : match.getCaptures()) {
      captured.add(capture);
    }
    if (!captured.imports.isEmpty()) {
      takeImport(captured.imports);
    } else if (captured.definition != null && captured.name != null) {
      takeDefinition(captured, captured.definition, captured.name, match.getPatternIndex());
    }
  }

  private void takeDefinition(Captured captured, TSNode node, TSNode nameNode, int pattern) {
    NodeRules rules = query.rules();
    DeclaredName name = rules.declaredName(nameNode, text);
    if (name == null || name.name().isBlank()) {
      return;
    }
    if (captured.owner != null) {
      DeclaredName owner = rules.declaredName(captured.owner, text);
      name = owner == null ? name : name.ownedBy(owner);
    }
    List<String> params = new ArrayList<>();
    if (captured.role == StructureQuery.Role.FUNCTION) {
      TSNode signature = name.signature();
      if (signature != null) {
        captured.addParamsOf(signature);
      }
      captured.params.forEach(list -> params.addAll(rules.parameters(list, text)));
    }
    int start = node.getStartByte();
    int end = node.getEndByte();
    int line = text.line(captured.line == null ? name.start() : captured.line.getStartByte());
    Definition definition = new Definition(start, end, name, line, captured.kind, params, pattern);
    Map<Long, Definition> known =
        switch (captured.role) {
          case FUNCTION -> functions;
          case CLASS -> classes;
          default -> scopes;
        };
    known.merge(((long) start << 32) | end, definition, StructureReader::first);
  }

  private static Definition first(Definition one, Definition other) {
    return other.pattern() < one.pattern() ? other : one;
  }

  private void takeImport(List<TSNode> parts) {
    StringBuilder name = new StringBuilder();
    for (TSNode part : parts) {
      ImportText.append(name, text.slice(part), query.language().importSeparator());
    }
    int place = parts.get(parts.size() - 1).getStartByte();
    if (name.length() > 0) {
      imports.putIfAbsent(place, new Structure.FoundImport(name.toString(), text.line(place)));
    }
  }

  /** The captures of one match, by what they are for. */
  private final class Captured {
    private final List<TSNode> params = new ArrayList<>();
    private final List<TSNode> imports = new ArrayList<>();
    private StructureQuery.Role role = StructureQuery.Role.NONE;
    private String kind = "";
    private @Nullable TSNode definition;
    private @Nullable TSNode name;
    private @Nullable TSNode owner;
    private @Nullable TSNode line;

    void add(TSQueryCapture capture) {
      TSNode node = capture.getNode();
      StructureQuery.Role captureRole = query.role(capture.getIndex());
      switch (captureRole) {
        case FUNCTION, CLASS, SCOPE -> {
          definition = node;
          role = captureRole;
          kind = query.kind(capture.getIndex());
        }
        case NAME -> name = node;
        case PARAMS -> params.add(node);
        case OWNER -> owner = node;
        case LINE -> line = node;
        case IMPORT -> imports.add(node);
        case NONE -> {}
      }
    }

    void addParamsOf(TSNode signature) {
      TSNode list = signature.getChildByFieldName("parameters");
      if (!list.isNull()) {
        params.add(list);
      }
    }
  }
}
