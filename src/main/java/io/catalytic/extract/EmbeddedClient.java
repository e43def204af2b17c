package io.catalytic.extract;

import com.fasterxml.jackson.databind.JsonNode;
import io.catalytic.digest.Json;
import io.catalytic.format.Format;
import io.catalytic.model.Completion;
import io.catalytic.model.ModelClient;
import io.catalytic.model.ModelException;
import io.catalytic.model.ModelFault;
import io.catalytic.model.ModelIdentity;
import io.catalytic.model.ModelRequest;
import io.catalytic.model.TokenCounts;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** Answers {@code extract_structure} and {@code validate_format}, in processes that may crash. */
final class EmbeddedClient implements ModelClient {
  static final String PROVIDER = "embedded";
  static final String STRUCTURE = "extract_structure";
  static final String FORMAT = "validate_format";

  /** The longest text that is parsed, in chars: trees take some twenty times a text's size. */
  static final int MAX_CHARS = 16 << 20;

  /** The longest schema that a text is checked against, in chars of JSON. */
  static final int MAX_SCHEMA_CHARS = 1 << 20;

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
    return new ModelIdentity(PROVIDER, "parsers", WorkerVersion.DIGEST.hex());
  }

  @Override
  public Completion complete(ModelRequest request) throws ModelException, InterruptedException {
    Question question =
        switch (request.instruction()) {
          case STRUCTURE -> ofCode(request.input());
          case FORMAT -> ofFormat(request.input());
          default ->
              throw new ModelException(
                  ModelFault.UNSUPPORTED,
                  "the embedded worker cannot follow "
                      + request.instruction()
                      + "; it follows only "
                      + STRUCTURE
                      + " and "
                      + FORMAT);
        };
    String answer = parsers.ask(question);
    return new Completion(answer, TokenCounts.NONE, Completion.Stop.FINISHED);
  }

  private Question ofCode(JsonNode input) throws ModelException {
    String code = text(input, STRUCTURE, "code");
    refuseLong("code", code, MAX_CHARS);
    String name = text(input, STRUCTURE, "language");
    Language language =
        Language.named(name)
            .orElseThrow(
                () ->
                    unknown(
                        "language",
                        name,
                        Arrays.stream(Language.values())
                            .map(Language::wireName)
                            .collect(Collectors.joining(", "))));
    return new Question.OfCode(language, code, limit);
  }

  private Question ofFormat(JsonNode input) throws ModelException {
    String text = text(input, FORMAT, "text");
    refuseLong("text", text, MAX_CHARS);
    String name = text(input, FORMAT, "format");
    Format format = Format.named(name).orElseThrow(() -> unknown("format", name, Format.names()));
    Optional<JsonNode> schema = Optional.ofNullable(input.get("schema"));
    if (schema.isPresent()) {
      refuseLong("schema", Json.write(schema.get()), MAX_SCHEMA_CHARS);
    }
    return new Question.OfFormat(format, text, schema, limit);
  }

  private static void refuseLong(String key, String text, int most) throws ModelException {
    if (text.length() > most) {
      throw new ModelException(
          ModelFault.CONTEXT_EXCEEDED,
          "the embedded worker takes at most "
              + most
              + " characters; the "
              + key
              + " has "
              + text.length());
    }
  }

  private static ModelException unknown(String key, String name, String known) {
    return new ModelException(
        ModelFault.UNSUPPORTED,
        "the embedded worker does not read the " + key + " \"" + name + "\"; there are: " + known);
  }

  private static String text(JsonNode input, String instruction, String key) throws ModelException {
    JsonNode value = input.path(key);
    if (!value.isTextual()) {
      throw new ModelException(
          ModelFault.REQUEST_REFUSED,
          "the input of "
              + instruction
              + " must have the text \""
              + key
              + "\" for the embedded worker");
    }
    return value.textValue();
  }

  /** Waits for the requests in flight, then ends the parsers. */
  @Override
  public void close() {
    parsers.close();
  }
}
