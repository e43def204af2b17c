package io.catalytic.pipeline;

import com.google.common.collect.Iterators;
import com.google.common.io.Closer;
import io.catalytic.digest.Digest;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.WriteBatch;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.List;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;

/** Merges the sorted parts of each output file into one blob, as streams. */
final class MergeParts extends PTransform<PCollection<KV<String, PartRef>>, PCollection<Fact>> {
  private static final long serialVersionUID = 1;

  private final RunPlan plan;

  MergeParts(RunPlan plan) {
    this.plan = plan;
  }

  @Override
  public PCollection<Fact> expand(PCollection<KV<String, PartRef>> parts) {
    return parts
        .apply("ByFile", GroupByKey.create())
        .apply("Merge", ParDo.of(new MergeFn(plan)))
        .setCoder(Fact.CODER);
  }

  private static final class MergeFn extends RunFn<KV<String, Iterable<PartRef>>, Fact> {
    private static final long serialVersionUID = 1;

    MergeFn(RunPlan plan) {
      super(plan);
    }

    @ProcessElement
    public void process(@Element KV<String, Iterable<PartRef>> file, OutputReceiver<Fact> out)
        throws IOException {
      ObjectStore store = store();
      try (Closer open = Closer.create();
          WriteBatch batch = store.begin()) {
        List<Iterator<SortedPart.Line>> parts = new ArrayList<>();
        long lines = 0;
        for (PartRef part : file.getValue()) {
          if (part.lines() > 0) {
            InputStream in =
                open.register(new BufferedInputStream(store.open(part.content().hash()), 1 << 13));
            parts.add(new SortedPart.Reader(in, part.lines()));
            lines += part.lines();
          }
        }
        Iterator<SortedPart.Line> merged =
            Iterators.mergeSorted(parts, Comparator.comparing(SortedPart.Line::path));
        Digest whole = batch.put(bytes(merged));
        batch.commit();
        out.output(new Fact.Output(file.getKey(), whole, lines));
      }
    }

    @SuppressWarnings("JdkObsolete") // SequenceInputStream takes nothing but an Enumeration.
    private static InputStream bytes(Iterator<SortedPart.Line> lines) {
      return new SequenceInputStream(
          new Enumeration<InputStream>() {
            @Override
            public boolean hasMoreElements() {
              return lines.hasNext();
            }

            @Override
            public InputStream nextElement() {
              String line = lines.next().line() + "\n";
              return new ByteArrayInputStream(line.getBytes(StandardCharsets.UTF_8));
            }
          });
    }
  }
}
