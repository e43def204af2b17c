package io.catalytic.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.catalytic.digest.Json;
import io.catalytic.job.SpecFault;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Flags that are laid over a job spec, key by key. What is not given stays as the spec has it. */
final class JobOptions {
  /** The options by what they set in a job spec, for messages. */
  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("/domain", "the directory"),
          Map.entry("/store", "--store"),
          Map.entry("/output", "--out"),
          Map.entry("/include", "--include"),
          Map.entry("/exclude", "--exclude"),
          Map.entry("/max_file_size", "--max-file-size, in bytes"),
          Map.entry("/instruction/name", "--instruction"),
          Map.entry("/model/name", "--model"),
          Map.entry("/model/url", "--model-url"),
          Map.entry("/model/timeout_ms", "--model-timeout, in milliseconds"),
          Map.entry("/limits/max_attempts", "--max-attempts"),
          Map.entry("/limits/max_in_flight", "--max-in-flight"),
          Map.entry("/limits/budget_tokens", "--budget-tokens"),
          Map.entry("/limits/invocation_timeout_ms", "--invocation-timeout, in milliseconds"),
          Map.entry("/limits/server_patience_ms", "--server-patience, in milliseconds"),
          Map.entry("/options/flinkMaster", "--flink-master"),
          Map.entry("/options/parallelism", "--parallelism"),
          Map.entry("/options/targetParallelism", "--parallelism"),
          Map.entry("/options/attachedMode", "--detached"));

  private static final String OPTION = "/options/";

  @Mixin private final StoreOption store = new StoreOption();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Directory for the run's files; by default .catalytic/runs/<run id>.")
  private @Nullable String out;

  @Option(
      names = "--include",
      paramLabel = "GLOB",
      description = "Analyse only files that match; may be given more than once.")
  private @Nullable List<String> include;

  @Option(
      names = "--exclude",
      paramLabel = "GLOB",
      description = "Do not analyse files that match; stronger than --include.")
  private @Nullable List<String> exclude;

  @Option(names = "--no-gitignore", description = "Analyse also what .gitignore files leave out.")
  private boolean noGitignore;

  @Option(names = "--no-ignore", description = "Analyse also what .ignore files leave out.")
  private boolean noIgnore;

  @Option(
      names = "--max-file-size",
      paramLabel = "SIZE",
      converter = SizeConverter.class,
      description = "Largest file that is analysed, as 4194304 or 4M; by default 4M, at most 1G.")
  private @Nullable Long maxFileSize;

  @Option(
      names = "--instruction",
      paramLabel = "NAME|FILE",
      description =
          "What is asked: a built-in instruction (see instruction list) or a file of your own; by"
              + " default extract_structure.")
  private @Nullable String instruction;

  @Option(
      names = "--model",
      paramLabel = "MODEL",
      description =
          "Who is asked: embedded (the default; needs nothing), ollama:NAME, or openai:NAME for any"
              + " server of OpenAI's API, with --model-url; a key is taken from OPENAI_API_KEY.")
  private @Nullable String model;

  @Option(
      names = "--model-url",
      paramLabel = "URL",
      description =
          "Address of the model's server. Ollama's is OLLAMA_HOST or this machine by default;"
              + " openai has none but OPENAI_BASE_URL, and is given with its path, as"
              + " http://localhost:8000/v1.")
  private @Nullable String modelUrl;

  @Option(
      names = "--model-timeout",
      paramLabel = "SECONDS",
      description = "Limit for one request to the model; by default 300.")
  private @Nullable Integer modelTimeout;

  @Option(
      names = "--max-attempts",
      paramLabel = "N",
      description = "Most calls for one answer; by default 3.")
  private @Nullable Integer maxAttempts;

  @Option(
      names = "--max-in-flight",
      paramLabel = "N",
      description = "Most calls at a time in one process; by default 4.")
  private @Nullable Integer maxInFlight;

  @Option(
      names = "--budget-tokens",
      paramLabel = "N",
      description =
          "Most tokens, read and written, that one process spends; by default no limit. At the"
              + " limit the run ends with what it has and exit code 4.")
  private @Nullable Long budgetTokens;

  @Option(
      names = "--invocation-timeout",
      paramLabel = "SECONDS",
      description = "After so long no more calls are made for one file; by default 3600.")
  private @Nullable Integer invocationTimeout;

  @Option(
      names = "--server-patience",
      paramLabel = "SECONDS",
      description =
          "How long a server is waited for that gives no answers any more; by default 60.")
  private @Nullable Integer serverPatience;

  @ArgGroup private @Nullable Memory memory;

  /** How a run uses the memo, if not in full. */
  private static final class Memory {
    @Option(
        names = "--no-memo",
        description = "Ask everything anew; take nothing from the memo and leave nothing there.")
    private boolean none;

    @Option(
        names = "--retry-dead",
        description =
            "Ask again where earlier runs got no answer, instead of taking that for said.")
    private boolean retryDead;

    /** Only one of them can be given. */
    String use() {
      String otherwise = retryDead ? "retry_dead" : "use";
      return none ? "none" : otherwise;
    }
  }

  /** Returns what is wrong with a job spec or runner config; of a flag, by the flag's name. */
  static String describe(SpecFault fault) {
    if (!fault.isFlag()) {
      return fault.toString();
    }
    String name = NAMES.get(fault.pointer().replaceFirst("/[0-9]+$", ""));
    if (name == null && fault.pointer().startsWith(OPTION)) {
      name = "--runner-option " + fault.pointer().substring(OPTION.length());
    }
    return name == null ? fault.toString() : name + ": " + fault.message();
  }

  /** Returns the flags that were given, in the form of a job spec. */
  ObjectNode overlay() {
    ObjectNode overlay = Json.object();
    put(overlay, store.given().map(TextNode::valueOf).orElse(null), "store");
    put(overlay, text(out), "output");
    put(overlay, array(include), "include");
    put(overlay, array(exclude), "exclude");
    put(overlay, noGitignore ? BooleanNode.FALSE : null, "use_gitignore");
    put(overlay, noIgnore ? BooleanNode.FALSE : null, "use_ignore");
    put(overlay, maxFileSize == null ? null : LongNode.valueOf(maxFileSize), "max_file_size");
    put(overlay, text(instruction), "instruction", "name");
    put(overlay, text(model), "model", "name");
    put(overlay, text(modelUrl), "model", "url");
    put(overlay, millis(modelTimeout), "model", "timeout_ms");
    put(overlay, number(maxAttempts), "limits", "max_attempts");
    put(overlay, number(maxInFlight), "limits", "max_in_flight");
    put(
        overlay,
        budgetTokens == null ? null : LongNode.valueOf(budgetTokens),
        "limits",
        "budget_tokens");
    put(overlay, millis(invocationTimeout), "limits", "invocation_timeout_ms");
    put(overlay, millis(serverPatience), "limits", "server_patience_ms");
    if (memory != null) {
      put(overlay, TextNode.valueOf(memory.use()), "memo");
    }
    return overlay;
  }

  private static void put(ObjectNode overlay, @Nullable JsonNode value, String... keys) {
    if (value == null) {
      return;
    }
    ObjectNode object = overlay;
    for (int i = 0; i < keys.length - 1; i++) {
      object = object.withObjectProperty(keys[i]);
    }
    object.set(keys[keys.length - 1], value);
  }

  private static @Nullable JsonNode text(@Nullable String value) {
    return value == null ? null : TextNode.valueOf(value);
  }

  private static @Nullable JsonNode millis(@Nullable Integer seconds) {
    return seconds == null ? null : LongNode.valueOf(1000L * seconds);
  }

  private static @Nullable JsonNode number(@Nullable Integer value) {
    return value == null ? null : IntNode.valueOf(value);
  }

  private static @Nullable JsonNode array(@Nullable List<String> values) {
    if (values == null) {
      return null;
    }
    var array = Json.object().putArray("values");
    values.forEach(array::add);
    return array;
  }
}
