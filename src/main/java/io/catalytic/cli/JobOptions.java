package io.catalytic.cli;

import io.catalytic.job.SpecFault;
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
          Map.entry("/inputs", "the inputs"),
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
          Map.entry("/limits/longest_pause_ms", "--longest-pause, in milliseconds"),
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
      names = "--longest-pause",
      paramLabel = "SECONDS",
      description =
          "Longest wait before the model is asked again after a fault of its server, also where that"
              + " asks for more (Retry-After); by default 30.")
  private @Nullable Integer longestPause;

  @Option(
      names = "--max-in-flight",
      paramLabel = "N",
      description =
          "Most calls at a time in one process. By default half as many again as the server says that"
              + " it works on, which keeps it busy, at most 256; 4 where it does not say.")
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

  /** Lays the flags that were given over a job spec. */
  void lay(SpecOverlay overlay) {
    overlay.text(store.given().orElse(null), "store");
    overlay.text(out, "output");
    overlay.text(model, "model", "name");
    overlay.text(modelUrl, "model", "url");
    overlay.seconds(modelTimeout, "model", "timeout_ms");
    overlay.number(maxAttempts, "limits", "max_attempts");
    overlay.seconds(longestPause, "limits", "longest_pause_ms");
    overlay.number(maxInFlight, "limits", "max_in_flight");
    overlay.number(budgetTokens, "limits", "budget_tokens");
    overlay.seconds(invocationTimeout, "limits", "invocation_timeout_ms");
    overlay.seconds(serverPatience, "limits", "server_patience_ms");
    overlay.text(memory == null ? null : memory.use(), "memo");
  }
}
