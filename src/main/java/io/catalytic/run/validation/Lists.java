package io.catalytic.run.validation;

import com.google.common.io.Closer;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Opens the outputs of a run that are lists, and closes them together. */
final class Lists implements Closeable {
  private final RunDirectory directory;
  private final ValidationOptions options;
  private final Findings findings;
  private final Closer closer = Closer.create();
  private final List<FileLines> opened = new ArrayList<>();

  Lists(RunDirectory directory, ValidationOptions options, Findings findings) {
    this.directory = directory;
    this.options = options;
    this.findings = findings;
  }

  /**
   * Opens a list.
   *
   * @param format name of the schema of its lines
   */
  Rows open(String name, String format) throws IOException {
    if (!directory.has(name)) {
      return Rows.missing(name, format, options, findings);
    }
    FileLines lines = new FileLines(closer.register(directory.open(name)), options.maxHeld());
    opened.add(lines);
    return new Rows(name, lines, format, options, findings);
  }

  /** Returns how many lines were read of all of them. */
  long linesRead() {
    return opened.stream().mapToLong(FileLines::linesRead).sum();
  }

  @Override
  public void close() throws IOException {
    closer.close();
  }
}
