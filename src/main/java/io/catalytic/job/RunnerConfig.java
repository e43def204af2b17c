package io.catalytic.job;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catalytic.digest.Json;
import java.util.ArrayList;
import java.util.List;

/**
 * Where to run: a Beam runner and its pipeline options, in Beam's own words. Loading one loads no
 * class of Beam; whether an option exists is for Beam to say. Immutable.
 *
 * @param runner as {@code DirectRunner}
 * @param options values by the options' Java names
 */
public record RunnerConfig(String runner, ObjectNode options) {
  private static final SpecSchema SCHEMA = SpecSchema.named("runner-config");

  /** Takes a copy. */
  public RunnerConfig {
    options = options.deepCopy();
  }

  /**
   * Reads a runner config.
   *
   * @param nameOrPath a built-in one's bare name, as {@code direct}, or the path of a YAML file
   * @throws SpecException with everything that is wrong
   */
  public static RunnerConfig load(String nameOrPath) throws SpecException {
    return read(SpecFile.find(nameOrPath, "runner-configs"));
  }

  static RunnerConfig read(SpecFile file) throws SpecException {
    JsonNode document = Yaml.parse(file);
    List<SpecFault> faults = new ArrayList<>(SCHEMA.faults(document, file.name(), Json.object()));
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
    if (!faults.isEmpty()) {
      throw new SpecException(faults);
    }
    ObjectNode filled = SCHEMA.filled(document);
    return new RunnerConfig(filled.get("runner").textValue(), (ObjectNode) filled.get("options"));
  }

  /** Returns a copy of the options, which the caller may change. */
  @Override
  public ObjectNode options() {
    return options.deepCopy();
  }

  /**
   * Returns the arguments for Beam's {@code PipelineOptionsFactory.fromArgs}: the runner first,
   * then the options in their order, lists joined by commas, mappings as JSON.
   */
  public List<String> toArgs() {
    List<String> args = new ArrayList<>();
    args.add("--runner=" + runner);
    options.properties().forEach(e -> args.add("--" + e.getKey() + "=" + argument(e.getValue())));
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
