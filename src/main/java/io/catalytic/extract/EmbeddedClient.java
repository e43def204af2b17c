package io.catalytic.extract;

import com.fasterxml.jackson.databind.JsonNode;
import io.catalytic.model.Completion;
import io.catalytic.model.ModelClient;
import io.catalytic.model.ModelException;
import io.catalytic.model.ModelFault;
import io.catalytic.model.ModelIdentity;
import io.catalytic.model.ModelRequest;
import io.catalytic.model.TokenCounts;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Answers {@code extract_structure}, in processes that may crash. */
final class EmbeddedClient implements ModelClient {
  static final String PROVIDER = "embedded";
  static final String INSTRUCTION = "extract_structure";

  /** The longest text that is parsed, in chars: trees take some twenty times a text's size. */
  static final int MAX_CHARS = 16 << 20;

  private final Duration limit;
  private final ParserPool parsers;

  EmbeddedClient(Duration limit, ParserPool parsers) {
    this.limit = limit;
    this.parsers = parsers;
  }

  /** Also shows that a parser can be started. */
  @Override
  public ModelIdentity identity() throws ModelException, InterruptedException {
    parsers.ready();
    return new ModelIdentity(PROVIDER, "tree-sitter", WorkerVersion.DIGEST.hex());
  }

  @Override
  public Completion complete(ModelRequest request) throws ModelException, InterruptedException {
    if (!request.instruction().equals(INSTRUCTION)) {
      throw new ModelException(
          ModelFault.UNSUPPORTED,
          "the embedded worker cannot follow "
              + request.instruction()
              + "; it follows only "
              + INSTRUCTION);
    }
    String code = text(request.input(), "code");
    if (code.length() > MAX_CHARS) {
      throw new ModelException(
          ModelFault.CONTEXT_EXCEEDED,
          "the embedded worker parses at most "
              + MAX_CHARS
              + " characters; the code has "
              + code.length());
    }
    String structure = parsers.ask(new Question(language(request.input()), code, limit));
    return new Completion(structure, TokenCounts.NONE, Completion.Stop.FINISHED);
  }

  private static Language language(JsonNode input) throws ModelException {
    String name = text(input, "language");
    return Language.named(name)
        .orElseThrow(
            () ->
                new ModelException(
                    ModelFault.UNSUPPORTED,
                    "the embedded worker does not read the language \""
                        + name
                        + "\"; there are: "
                        + Arrays.stream(Language.values())
                            .map(Language::wireName)
                            .collect(Collectors.joining(", "))));
  }

  private static String text(JsonNode input, String key) throws ModelException {
    JsonNode value = input.path(key);
    if (!value.isTextual()) {
      throw new ModelException(
          ModelFault.REQUEST_REFUSED,
          "the input of " + INSTRUCTION + " must have the text \"" + key + "\"");
    }
    return value.textValue();
  }

  /** Waits for the requests in flight, then ends the parsers. */
  @Override
  public void close() {
    parsers.close();
  }
}
