package io.catalytic.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catalytic.context.CatalyticContext;
import io.catalytic.context.Internalized;
import io.catalytic.context.Part;
import io.catalytic.context.View;
import io.catalytic.digest.Hash;
import io.catalytic.digest.Json;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.Stores;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code context internalize HASH}: a blob, or a part of it, as far as the window has room. */
@Command(
    name = "internalize",
    description = {
      "Print a blob, or a part of it, within a limit of tokens.",
      "If the limit cut it: exit code 3, and what was left out, with the range that continues."
    })
final class InternalizeCommand implements Callable<Integer> {
  @Mixin private final Output output = new Output();

  @Parameters(paramLabel = "HASH", description = "64 hex digits.")
  private String hash = "";

  @ArgGroup private Which which = new Which();

  @Option(
      names = "--max-tokens",
      paramLabel = "N",
      description =
          "The most tokens (o200k_base) of the answer, at least 8; 0 for no limit. By default 4000,"
              + " or no limit with -o.")
  private @Nullable Integer maxTokens;

  @Option(
      names = "--max-bytes",
      paramLabel = "SIZE",
      defaultValue = "64M",
      converter = SizeConverter.class,
      description =
          "The most bytes of the answer, which is held in memory: 64M. To copy a larger blob there"
              + " is store get.")
  private Long maxBytes = 0L;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Write the bytes to a new file, also if they are not UTF-8 text.")
  private @Nullable Path file;

  @Mixin private final StoreOption store = new StoreOption();

  /** What is asked for; one of them at most. */
  private static final class Which {
    @Option(
        names = "--range",
        paramLabel = "FROM:TO",
        converter = RangeConverter.class,
        description =
            "Bytes of the blob, from 0, without TO. Of a blob that is text throughout: the"
                + " characters that begin there.")
    private Part.@Nullable Range range;

    @Option(
        names = "--pointer",
        paramLabel = "POINTER",
        description = "The value at a JSON pointer (RFC 6901), as /functions/0/name.")
    private @Nullable String pointer;

    Part part() {
      if (pointer != null) {
        return new Part.Pointer(pointer);
      }
      return range != null ? range : new Part.Whole();
    }
  }

  @Override
  public Integer call() throws IOException {
    if (file != null && Files.exists(file)) {
      throw new FileAlreadyExistsException(file.toString());
    }
    Internalized answer = internalize();
    if (file != null) {
      NewFile.write(new ByteArrayInputStream(answer.content().bytes()), file);
    }
    if (output.isJson()) {
      output.object(toJson(answer));
    } else if (file == null) {
      print(answer);
    }
    if (answer.isComplete()) {
      return ExitCode.OK;
    }
    if (!output.isJson()) {
      output.remark(leftOut(answer));
    }
    return ExitCode.INCOMPLETE;
  }

  private Internalized internalize() throws IOException {
    if (maxBytes > View.MOST_BYTES) {
      throw new IllegalArgumentException(
          "--max-bytes: at most "
              + View.MOST_BYTES
              + " (1G), since the answer is held in memory; got "
              + maxBytes
              + "; to copy a larger blob there is store get");
    }
    int tokens = file != null ? 0 : View.DEFAULT_TOKENS;
    View view = new View(which.part(), maxTokens != null ? maxTokens : tokens, maxBytes.intValue());
    Hash wanted = Hash.parse(hash);
    try (ObjectStore objects = Stores.openExisting(store.workspace().store())) {
      return CatalyticContext.open(objects, "default").internalize(wanted, view);
    }
  }

  private void print(Internalized answer) {
    if (!(answer.content() instanceof Internalized.Text text)) {
      throw new IllegalArgumentException(
          "blob "
              + hash
              + ": is not UTF-8 text there, so it is not printed; --json prints it in Base64, -o"
              + " FILE writes it to a file");
    }
    output.text("%s", text.text());
  }

  private static String leftOut(Internalized answer) {
    return String.format(
        Locale.ROOT,
        "cut by the limit of %s: here are the bytes %d:%d (%d tokens) of a blob of %d bytes; next:"
            + " --range %s",
        limit(answer),
        answer.from(),
        answer.to(),
        answer.tokens(),
        answer.blob().size(),
        next(answer));
  }

  private static String limit(Internalized answer) {
    return answer.limit().map(limit -> limit.name().toLowerCase(Locale.ROOT)).orElse("");
  }

  private static String next(Internalized answer) {
    return answer.next().map(range -> range.from() + ":" + range.to()).orElse("");
  }

  private ObjectNode toJson(Internalized answer) {
    ObjectNode json =
        Json.object()
            .put("schema_version", ContextCommand.VERSION)
            .put("digest", answer.blob().hash().hex())
            .put("total_bytes", answer.blob().size())
            .put("from", answer.from())
            .put("to", answer.to())
            .put("asked_to", answer.asked())
            .put("tokens", answer.tokens())
            .put("complete", answer.isComplete());
    if (answer.isComplete()) {
      json.putNull("cut_by").putNull("next_range");
    } else {
      json.put("cut_by", limit(answer)).put("next_range", next(answer));
    }
    if (file != null) {
      return json.put("file", file.toString());
    }
    boolean text = answer.content() instanceof Internalized.Text;
    return json.put("encoding", text ? "utf-8" : "base64")
        .put("content", answer.content().printable());
  }
}
