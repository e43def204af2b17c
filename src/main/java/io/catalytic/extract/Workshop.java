package io.catalytic.extract;

import io.catalytic.model.ModelException;
import java.util.EnumMap;
import java.util.Map;

/**
 * All native memory of one parser: a workbench and the queries of the languages that came up. For
 * one thread.
 */
final class Workshop implements AutoCloseable {
  private final NativeLedger ledger;
  private final Workbench bench;
  private final Map<Language, StructureQuery> queries = new EnumMap<>(Language.class);

  Workshop(NativeLedger ledger) {
    this.ledger = ledger;
    bench = new Workbench(ledger);
  }

  Structure read(Language language, String code, Deadline deadline)
      throws ModelException, InterruptedException {
    StructureQuery query =
        queries.computeIfAbsent(language, each -> new StructureQuery(each, ledger));
    return bench.read(query, code, deadline);
  }

  @Override
  public void close() {
    bench.close();
    queries.values().forEach(StructureQuery::close);
    queries.clear();
  }
}
