package io.catalytic.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.Iterables;
import io.catalytic.context.CatalyticContext;
import io.catalytic.context.ContextSummary;
import io.catalytic.context.Kind;
import io.catalytic.context.Reference;
import io.catalytic.digest.Hash;
import io.catalytic.digest.Json;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.Stores;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code context …}: hashes in the window, contents in the store. */
@Command(
    name = "context",
    description = {
      "Hold hashes instead of contents: move data into the store, and back as far as it is wanted.",
      "What was externalized stays in the store until it is released."
    },
    subcommands = InternalizeCommand.class)
final class ContextCommand {

  /** Of all that this command prints as JSON. */
  static final String VERSION = "1.0";

  @Command(
      name = "externalize",
      description = "Keep files, or - for standard input. A line each: hash, bytes, file.")
  int externalize(
      @Parameters(arity = "1..*", paramLabel = "FILE", description = "Files, or -.")
          List<String> files,
      @Option(
              names = "--as",
              paramLabel = "bytes|json",
              defaultValue = "bytes",
              converter = KindConverter.class,
              description =
                  "bytes (default): exactly as they are; json: in canonical form (RFC 8785), so"
                      + " that equal values have one hash.")
          Kind kind,
      @Option(
              names = "--max-json-size",
              paramLabel = "SIZE",
              defaultValue = "64M",
              converter = SizeConverter.class,
              description =
                  "Refuse a larger file with --as json, which takes about four times its size in"
                      + " memory; by default 64M. Values may be nested 1,000 deep, strings have up"
                      + " to 20,000,000 characters.")
          Long maxJsonSize,
      @Mixin ContextOption context,
      @Mixin StoreOption store,
      @Mixin Output output)
      throws IOException {
    GivenFiles.require(files);
    List<Reference> references;
    try (ObjectStore objects = Stores.open(store.workspace().store())) {
      references =
          new FilesToExternalize(files, kind, maxJsonSize).into(context.open(objects).batch());
    }
    for (int i = 0; i < files.size(); i++) {
      Reference reference = references.get(i);
      if (output.isJson()) {
        ObjectNode line = answer();
        line.setAll(reference.toJson());
        output.object(line.put("file", files.get(i)));
      } else {
        output.text(
            "%s  %d  %s%n", reference.digest().hash(), reference.digest().size(), files.get(i));
      }
    }
    return ExitCode.OK;
  }

  @Command(
      name = "release",
      description = {
        "Let go of references: nothing keeps them in the store any more.",
        "A hash that is not live is named, and the exit code is 2; the others are released."
      })
  int release(
      @Parameters(arity = "0..*", paramLabel = "HASH", description = "64 hex digits each.")
          @Nullable List<String> hashes,
      @Option(names = "--all", description = "All that the context holds.") boolean all,
      @Mixin ContextOption context,
      @Mixin StoreOption store,
      @Mixin Output output)
      throws IOException {
    List<String> given = hashes == null ? List.of() : hashes;
    if (all != given.isEmpty()) {
      throw new IllegalArgumentException("name the hashes to release, or give --all");
    }
    Set<Hash> asked = new LinkedHashSet<>();
    given.forEach(hash -> asked.add(Hash.parse(hash)));
    try (ObjectStore objects = Stores.openExisting(store.workspace().store())) {
      CatalyticContext opened = context.open(objects);
      Set<Hash> released = all ? opened.releaseAll() : opened.release(asked);
      return print(all ? released : asked, released, context, output);
    }
  }

  private static int print(
      Collection<Hash> asked, Set<Hash> released, ContextOption context, Output output) {
    int code = ExitCode.OK;
    for (Hash hash : asked) {
      boolean live = released.contains(hash);
      if (output.isJson()) {
        output.object(answer().put("digest", hash.hex()).put("released", live));
      }
      if (!live) {
        output.remark(hash + " is not live in context \"" + context.name() + "\"");
        code = ExitCode.BAD_INPUT;
      }
    }
    if (!output.isJson()) {
      output.text("%d released%n", released.size());
    }
    return code;
  }

  @Command(
      name = "summary",
      description = "Count the live references and their bytes, without reading any content.")
  int summary(
      @Option(names = "--list", description = "List them too, by hash: hash, bytes, kind.")
          boolean list,
      @Mixin ContextOption context,
      @Mixin StoreOption store,
      @Mixin Output output)
      throws IOException {
    List<Reference> references;
    try (ObjectStore objects = Stores.openExisting(store.workspace().store())) {
      references = context.open(objects).references();
    }
    ContextSummary summary = ContextSummary.of(context.name(), references);
    if (output.isJson()) {
      if (list) {
        output.object(json(summary), "live", Iterables.transform(references, Reference::toJson));
      } else {
        output.object(json(summary));
      }
      return ExitCode.OK;
    }
    if (list) {
      references.forEach(
          reference ->
              output.text(
                  "%s  %d  %s%n",
                  reference.digest().hash(),
                  reference.digest().size(),
                  reference.kind().wireName()));
    }
    print(summary, output);
    return ExitCode.OK;
  }

  @Command(name = "list", description = "List the contexts that hold something.")
  int list(@Mixin StoreOption store, @Mixin Output output) throws IOException {
    List<ContextSummary> summaries = new ArrayList<>();
    try (ObjectStore objects = Stores.openExisting(store.workspace().store())) {
      for (String name : CatalyticContext.names(objects)) {
        summaries.add(CatalyticContext.open(objects, name).summary());
      }
    }
    summaries.forEach(
        summary -> {
          if (output.isJson()) {
            output.object(json(summary));
          } else {
            print(summary, output);
          }
        });
    return ExitCode.OK;
  }

  private static void print(ContextSummary summary, Output output) {
    output.text(
        "%s: %d live, %d bytes%n", summary.context(), summary.references(), summary.bytes());
  }

  private static ObjectNode json(ContextSummary summary) {
    return answer()
        .put("context", summary.context())
        .put("references", summary.references())
        .put("bytes", summary.bytes());
  }

  private static ObjectNode answer() {
    return Json.object().put("schema_version", VERSION);
  }
}
