package io.catalytic.extract;

import io.catalytic.model.ModelException;
import org.treesitter.TSInputEncoding;
import org.treesitter.TSParser;
import org.treesitter.TSQueryCursor;
import org.treesitter.TSTree;

/** A parser and a query cursor: what one thread needs at a time, for any language. */
final class Workbench implements AutoCloseable {
  private static final int CHUNK = 64 * 1024;

  private final NativeLedger ledger;
  private final TSParser parser = new TSParser();
  private final TSQueryCursor cursor = new TSQueryCursor();
  private final byte[] chunk = new byte[CHUNK];

  Workbench(NativeLedger ledger) {
    this.ledger = ledger;
    ledger.opened();
  }

  /** Parses and reads one file. */
  Structure read(StructureQuery query, String code, Deadline deadline)
      throws ModelException, InterruptedException {
    SourceText text = new SourceText(code);
    TSTree tree = parse(query, text, deadline);
    ledger.opened();
    try {
      return new StructureReader(query, tree.getRootNode(), text, deadline).read(cursor, code);
    } finally {
      tree.close();
      ledger.closed();
    }
  }

  private TSTree parse(StructureQuery query, SourceText text, Deadline deadline)
      throws ModelException, InterruptedException {
    if (!parser.setLanguage(query.grammar())) {
      throw new IllegalStateException(
          "tree-sitter refuses the grammar of "
              + query.language().wireName()
              + ": wrong ABI version");
    }
    TSTree tree =
        parser.parseWithOptions(
            chunk,
            null,
            (buffer, offset, point) -> text.read(buffer, offset),
            TSInputEncoding.TSInputEncodingUTF8,
            deadline);
    if (tree == null) {
      // Lets go of what was parsed so far, which the parser keeps to go on with.
      parser.reset();
      deadline.check();
      throw new IllegalStateException("tree-sitter stopped parsing without a reason");
    }
    return tree;
  }

  @Override
  public void close() {
    cursor.close();
    parser.close();
    ledger.closed();
  }
}
