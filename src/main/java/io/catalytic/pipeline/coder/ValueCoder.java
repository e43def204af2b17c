package io.catalytic.pipeline.coder;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import org.apache.beam.sdk.coders.AtomicCoder;

/**
 * A coder of immutable values, made of a writer and a reader. Deterministic as long as the writer
 * is.
 */
public final class ValueCoder<T> extends AtomicCoder<T> {
  private static final long serialVersionUID = 1;

  /** Writes a value. */
  public interface Writer<T> extends Serializable {
    /** Writes one value, of which the end need not be marked. */
    void write(T value, DataOutputStream out) throws IOException;
  }

  /** Reads what the writer wrote. */
  public interface Reader<T> extends Serializable {
    /** Reads one value and nothing after it. */
    T read(DataInputStream in) throws IOException;
  }

  private final Writer<T> writer;
  private final Reader<T> reader;

  /** Encodes with a writer and a reader. */
  public ValueCoder(Writer<T> writer, Reader<T> reader) {
    this.writer = writer;
    this.reader = reader;
  }

  @Override
  public void encode(T value, OutputStream out) throws IOException {
    DataOutputStream data = new DataOutputStream(out);
    writer.write(value, data);
    data.flush();
  }

  @Override
  public T decode(InputStream in) throws IOException {
    return reader.read(new DataInputStream(in));
  }
}
