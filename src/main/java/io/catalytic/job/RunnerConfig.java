package io.catalytic.job;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catalytic.digest.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/**
 * Where to run: a Beam runner and its pipeline options, in Beam's own words. Loading one loads no
 * class of Beam; whether an option exists is for Beam to say. Immutable.
 *
 * @param runner as {@code DirectRunner}
 * @param options values by the options' Java names
 * @param flink configuration of Flink's own, by its keys; empty for any other runner
 * @param source the file, as messages show it
 * @param overlay what flags laid over the file
 */
public record RunnerConfig(
    String runner, ObjectNode options, ObjectNode flink, String source, ObjectNode overlay) {
  private static final SpecSchema SCHEMA = SpecSchema.named("runner-config");
  private static final String FLINK = "FlinkRunner";

  /** Takes copies. */
  public RunnerConfig {
    options = options.deepCopy();
    flink = flink.deepCopy();
    overlay = overlay.deepCopy();
  }

  /** Reads a runner config without flags; as {@link #load(String, ObjectNode)}. */
  public static RunnerConfig load(String nameOrPath) throws SpecException {
    return load(nameOrPath, Json.object());
  }

  /**
   * Reads a runner config.
   *
   * @param nameOrPath a built-in one's bare name, as {@code direct}, or the path of a YAML file
   * @param overlay an object in the file's own form that is laid over it, as the command line's
   *     flags: objects merge, any other value replaces
   * @throws SpecException with everything that is wrong
   */
  public static RunnerConfig load(String nameOrPath, ObjectNode overlay) throws SpecException {
    return read(SpecFile.find(nameOrPath, "runner-configs"), overlay);
  }

  static RunnerConfig read(SpecFile file, ObjectNode overlay) throws SpecException {
    JsonNode parsed = Yaml.parse(file);
    JsonNode document = parsed.isObject() ? Overlay.lay(overlay, parsed) : parsed;
    List<SpecFault> faults = new ArrayList<>(SCHEMA.faults(document, file.name(), overlay));
    for (var option : document.path("options").properties()) {
      if (option.getValue().isArray() && !isPlain(option.getValue())) {
        faults.add(
            new SpecFault(
                file.name(),
                JsonPointer.compile("/options").appendProperty(option.getKey()).toString(),
                "its elements must be numbers, booleans or text without commas, since Beam splits"
                    + " at commas"));
      }
    }
    if (document.has("flink") && !FLINK.equals(document.path("runner").asText())) {
      faults.add(new SpecFault(file.name(), "/flink", "is for the runner " + FLINK + " only"));
    }
    if (!faults.isEmpty()) {
      throw new SpecException(faults);
    }
    ObjectNode filled = SCHEMA.filled(document);
    return new RunnerConfig(
        filled.get("runner").textValue(),
        (ObjectNode) filled.get("options"),
        (ObjectNode) filled.get("flink"),
        file.name(),
        overlay);
  }

  /** Returns a copy of the options, which the caller may change. */
  @Override
  public ObjectNode options() {
    return options.deepCopy();
  }

  /** Returns a copy of Flink's configuration, which the caller may change. */
  @Override
  public ObjectNode flink() {
    return flink.deepCopy();
  }

  /** Returns a copy of what flags said, which the caller may change. */
  @Override
  public ObjectNode overlay() {
    return overlay.deepCopy();
  }

  /** Returns whether Flink runs it: in this process, or on a cluster. */
  public boolean isFlink() {
    return runner.equals(FLINK);
  }

  /** Returns whether nobody waits for a run's end. */
  public boolean isDetached() {
    return options.path("attachedMode").asText().equals("false");
  }

  /**
   * Returns what to throw where Beam finds fault with values of this config.
   *
   * @param messages what is wrong and what to do, by JSON pointer, as {@code /options/parallelism}
   */
  public SpecException refused(SortedMap<String, String> messages) {
    List<SpecFault> faults = new ArrayList<>();
    messages.forEach(
        (pointer, message) -> {
          boolean flag = !overlay.at(pointer).isMissingNode();
          faults.add(new SpecFault(flag ? Overlay.NAME : source, pointer, message));
        });
    return new SpecException(faults);
  }

  /** Returns the argument for Beam that sets an option of this config, as {@code --name=value}. */
  public String toArg(String option) {
    return "--" + option + "=" + argument(options.path(option));
  }

  /**
   * Returns the arguments for Beam's {@code PipelineOptionsFactory.fromArgs}: the runner first,
   * then the options in their order, lists joined by commas, mappings as JSON.
   */
  public List<String> toArgs() {
    List<String> args = new ArrayList<>();
    args.add("--runner=" + runner);
    options.fieldNames().forEachRemaining(option -> args.add(toArg(option)));
    return List.copyOf(args);
  }

  private static String argument(JsonNode value) {
    if (value.isArray()) {
      List<String> elements = new ArrayList<>();
      value.forEach(element -> elements.add(element.asText()));
      return String.join(",", elements);
    }
    return value.isObject() ? Json.write(value) : value.asText();
  }

  private static boolean isPlain(JsonNode array) {
    for (JsonNode element : array) {
      if (element.isContainerNode() || element.isNull() || element.asText().contains(",")) {
        return false;
      }
    }
    return true;
  }
}
