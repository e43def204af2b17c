package io.catalytic.pipeline.coder;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.Serializable;
import org.apache.beam.sdk.coders.CustomCoder;
import org.jspecify.annotations.Nullable;

/**
 * A coder of immutable values, made of a writer and a reader. Deterministic as long as the writer
 * is.
 */
public final class ValueCoder<T> extends CustomCoder<T> {
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

  private final Class<T> type;
  private final Writer<T> writer;
  private final Reader<T> reader;

  /** Encodes values of a type, of which there is one such coder, with a writer and a reader. */
  public ValueCoder(Class<T> type, Writer<T> writer, Reader<T> reader) {
    this.type = type;
    this.writer = writer;
    this.reader = reader;
  }

  /**
   * Returns a coder by Java's own serialization, for values that are few and never keys. Beam's own
   * warns of interfaces.
   */
  public static <T extends Serializable> ValueCoder<T> serialized(Class<T> type) {
    return new ValueCoder<>(
        type,
        (value, out) -> {
          ObjectOutputStream objects = new ObjectOutputStream(out);
          objects.writeObject(value);
          objects.flush();
        },
        in -> {
          try {
            return type.cast(new ObjectInputStream(in).readObject());
          } catch (ClassNotFoundException e) {
            throw new IOException("a worker lacks a class of this program", e);
          }
        });
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

  /** Writers write equal values alike. */
  @Override
  public void verifyDeterministic() {}

  @Override
  public boolean equals(@Nullable Object object) {
    return object instanceof ValueCoder<?> other && type.equals(other.type);
  }

  @Override
  public int hashCode() {
    return type.hashCode();
  }

  @Override
  public String toString() {
    return "ValueCoder(" + type.getSimpleName() + ")";
  }
}
