package io.catalytic.pipeline;

import io.catalytic.domain.Entry;
import io.catalytic.domain.Refused;
import io.catalytic.model.TokenCounts;
import io.catalytic.pipeline.Fact.Phase;
import io.catalytic.pipeline.OutcomeRef.Failed;
import io.catalytic.pipeline.coder.Coders;
import io.catalytic.pipeline.coder.ValueCoder;
import io.catalytic.pipeline.source.Source;
import io.catalytic.run.RunFiles;
import io.catalytic.run.Tally;
import io.catalytic.store.remote.RemoteFileSystems;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.Filter;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.Wait;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TypeDescriptor;

/** Puts the pipeline of one run together. */
final class Analysis {
  private static final Coder<Fact> FACT = Fact.CODER;
  private static final Coder<Source> SOURCE = ValueCoder.serialized(Source.class);

  private final RunPlan plan;
  private final Pipeline pipeline;

  private Analysis(RunPlan plan, Pipeline pipeline) {
    this.plan = plan;
    this.pipeline = pipeline;
  }

  /** Returns the pipeline, ready to run; it ends by writing the plan's output directory. */
  static Pipeline pipeline(RunPlan plan, PipelineOptions options) {
    RemoteFileSystems.configure(options); // or no worker knows where a remote store is
    Pipeline pipeline = Pipeline.create(options);
    Coders.register(pipeline.getCoderRegistry());
    new Analysis(plan, pipeline).build();
    return pipeline;
  }

  private void build() {
    PCollection<Source> source =
        pipeline.apply("Source", Create.of(plan.source()).withCoder(SOURCE));
    PCollectionTuple listed = source.apply("ListBefore", new ListSource(Phase.BEFORE, plan));
    PCollectionTuple read =
        listed.get(ListSource.GROUPS).apply("Externalize", new ExternalizeEntries(plan));
    PCollection<Entry> before = read.get(ExternalizeEntries.ENTRIES);
    PCollection<SkippedFile> skipped = read.get(ExternalizeEntries.SKIPPED);
    PCollection<AnalysedFile> analysed =
        read.get(ExternalizeEntries.FILES).apply("AskModel", new AskModel(plan));
    PCollection<AnalysedFile> dead =
        analysed.apply("DeadLetters", Filter.by(file -> file.outcome().ending() instanceof Failed));

    PCollection<Source> again =
        source.apply("AfterLastOutcome", Wait.on(analysed, before)).setCoder(SOURCE);
    PCollectionTuple relisted = again.apply("ListAfter", new ListSource(Phase.AFTER, plan));
    PCollectionTuple rehashed =
        relisted.get(ListSource.GROUPS).apply("Rehash", new RehashEntries(plan));
    PCollection<Entry> after = rehashed.get(RehashEntries.ENTRIES);

    // Every file has a part without lines, so that one of which there are none is written too.
    PCollection<KV<String, PartRef>> empty =
        pipeline.apply("EmptyParts", Create.of(emptyParts()).withCoder(WriteParts.CODER));
    PCollection<Fact> outputs =
        PCollectionList.of(empty)
            .and(write(RunFiles.MANIFEST, before, new Lines.OfManifest()))
            .and(write(RunFiles.MANIFEST_AFTER, after, new Lines.OfManifest()))
            .and(write(RunFiles.RESULTS, analysed, new Lines.OfResults()))
            .and(
                write(
                    RunFiles.PROVENANCE,
                    analysed,
                    new Lines.OfProvenance(plan.identity().digest())))
            .and(write(RunFiles.DEAD_LETTERS, dead, new Lines.OfDeadLetters()))
            .and(write(RunFiles.SKIPPED, skipped, new Lines.OfSkipped()))
            .apply("Parts", Flatten.pCollections())
            .apply("MergeParts", new MergeParts(plan));
    PCollectionList.of(outputs)
        .and(root(Phase.BEFORE, before))
        .and(root(Phase.AFTER, after))
        .and(tally(analysed, skipped))
        .and(notRehashed("Refused", relisted.get(ListSource.REFUSED)))
        .and(notRehashed("Unstable", rehashed.get(RehashEntries.REFUSED)))
        .apply("Facts", Flatten.pCollections())
        .apply("ConfirmRestoration", new ConfirmRestoration(plan));
  }

  private static List<KV<String, PartRef>> emptyParts() {
    List<String> files = new ArrayList<>(RunFiles.FROM_STORE);
    files.add(RunFiles.MANIFEST_AFTER);
    return files.stream().map(file -> KV.of(file, PartRef.EMPTY)).toList();
  }

  private <T> PCollection<KV<String, PartRef>> write(
      String file, PCollection<T> values, LineWriter<T> writer) {
    return values.apply("Write " + file, new WriteParts<>(file, writer, plan));
  }

  private PCollection<Fact> root(Phase phase, PCollection<Entry> entries) {
    String name = phase == Phase.BEFORE ? "Before" : "After";
    return entries
        .apply("BuildRoot" + name, new BuildRoot(plan.prefixBits()))
        .apply(
            "Root" + name,
            MapElements.into(TypeDescriptor.of(Fact.class))
                .via(root -> new Fact.RootFact(phase, root, System.currentTimeMillis())))
        .setCoder(FACT);
  }

  private static PCollection<Fact> tally(
      PCollection<AnalysedFile> analysed, PCollection<SkippedFile> skipped) {
    Coder<Tally> coder = SerializableCoder.of(Tally.class);
    TypeDescriptor<Tally> type = TypeDescriptor.of(Tally.class);
    PCollection<Tally> ofAnalysed =
        analysed.apply("TallyAnalysed", MapElements.into(type).via(Analysis::tally));
    PCollection<Tally> ofSkipped =
        skipped.apply(
            "TallySkipped",
            MapElements.into(type).via(file -> Tally.skipped(file.why().askedFor())));
    return PCollectionList.of(List.of(ofAnalysed.setCoder(coder), ofSkipped.setCoder(coder)))
        .apply("Tallies", Flatten.pCollections())
        .apply("Tally", Combine.globally(Tally::sum))
        .setCoder(coder)
        .apply("Counts", MapElements.into(TypeDescriptor.of(Fact.class)).via(Fact.Counts::new))
        .setCoder(FACT);
  }

  /** What was paid for files of the same content counts once. */
  private static Tally tally(AnalysedFile analysed) {
    OutcomeRef outcome = analysed.outcome();
    String language = analysed.file().language().orElse("");
    TokenCounts spent = analysed.ownCall() ? outcome.spent() : TokenCounts.NONE;
    return outcome.ending() instanceof Failed failed
        ? Tally.dead(failed.reason(), language, spent, outcome.contentTokens())
        : Tally.answered(
            analysed.ownCall(),
            outcome.provenance().recovered(),
            language,
            spent,
            outcome.contentTokens());
  }

  private static PCollection<Fact> notRehashed(String name, PCollection<Refused> refused) {
    return refused
        .apply(name, MapElements.into(TypeDescriptor.of(Fact.class)).via(Fact.NotRehashed::new))
        .setCoder(FACT);
  }
}
