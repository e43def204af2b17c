package io.catalytic.pipeline;

import io.catalytic.domain.RawPath;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.WriteBatch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;

/**
 * Writes values as sorted parts of an output file into the store.
 *
 * @param <T> the values
 */
final class WriteParts<T> extends PTransform<PCollection<T>, PCollection<KV<String, PartRef>>> {
  private static final long serialVersionUID = 1;

  /** Coder of a part with the name of the file that it belongs to. */
  static final KvCoder<String, PartRef> CODER =
      KvCoder.of(StringUtf8Coder.of(), SerializableCoder.of(PartRef.class));

  private final String file;
  private final LineWriter<T> writer;
  private final RunPlan plan;

  /**
   * Writes parts.
   *
   * @param file name of the output file
   * @param writer makes its lines
   */
  WriteParts(String file, LineWriter<T> writer, RunPlan plan) {
    this.file = file;
    this.writer = writer;
    this.plan = plan;
  }

  @Override
  public PCollection<KV<String, PartRef>> expand(PCollection<T> values) {
    return values
        .apply("Shard", ParDo.of(new ShardFn<>(writer, plan.shards())))
        .setCoder(KvCoder.of(VarIntCoder.of(), values.getCoder()))
        .apply("Group", GroupByKey.create())
        .apply("Sort", ParDo.of(new SortFn<>(file, writer, plan)))
        .setCoder(CODER);
  }

  private static final class ShardFn<T> extends DoFn<T, KV<Integer, T>> {
    private static final long serialVersionUID = 1;

    private final LineWriter<T> writer;
    private final int shards;

    ShardFn(LineWriter<T> writer, int shards) {
      this.writer = writer;
      this.shards = shards;
    }

    @ProcessElement
    public void process(@Element T value, OutputReceiver<KV<Integer, T>> out) {
      out.output(KV.of(Math.floorMod(writer.path(value).hashCode(), shards), value));
    }
  }

  private static final class SortFn<T>
      extends RunFn<KV<Integer, Iterable<T>>, KV<String, PartRef>> {
    private static final long serialVersionUID = 1;

    private final String file;
    private final LineWriter<T> writer;

    SortFn(String file, LineWriter<T> writer, RunPlan plan) {
      super(plan);
      this.file = file;
      this.writer = writer;
    }

    @ProcessElement
    public void process(
        @Element KV<Integer, Iterable<T>> group, OutputReceiver<KV<String, PartRef>> out)
        throws IOException {
      List<T> values = new ArrayList<>();
      group.getValue().forEach(values::add);
      values.sort(Comparator.comparing(writer::path));
      ObjectStore store = store();
      SortedPart.Writer lines = new SortedPart.Writer();
      for (T value : values) {
        RawPath path = writer.path(value);
        lines.add(path, writer.line(value, store));
      }
      try (WriteBatch batch = store.begin()) {
        PartRef part = new PartRef(batch.put(lines.finish()), values.size());
        batch.commit();
        out.output(KV.of(file, part));
      }
    }
  }
}
