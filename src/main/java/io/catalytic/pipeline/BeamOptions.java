package io.catalytic.pipeline;

import com.google.common.base.Splitter;
import io.catalytic.job.RunnerConfig;
import io.catalytic.job.SpecException;
import io.catalytic.schema.NearName;
import java.beans.Introspector;
import java.lang.reflect.Method;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/** From a runner config to the options that Beam reads, or to all that is wrong with it. */
final class BeamOptions {
  private BeamOptions() {}

  /**
   * Returns the options.
   *
   * @throws SpecException if Beam has no such option or runner, or does not take a value
   */
  static PipelineOptions of(RunnerConfig config) throws SpecException {
    SortedMap<String, String> faults = unknown(config);
    if (faults.isEmpty()) {
      try {
        return PipelineOptionsFactory.fromArgs(config.toArgs().toArray(String[]::new))
            .withValidation()
            .create();
      } catch (RuntimeException e) {
        faults = refused(config, e);
      }
    }
    throw config.refused(faults);
  }

  private static SortedMap<String, String> unknown(RunnerConfig config) {
    SortedSet<String> known = known();
    SortedMap<String, String> faults = new TreeMap<>();
    config
        .options()
        .fieldNames()
        .forEachRemaining(
            option -> {
              if (!known.contains(option)) {
                String advice =
                    NearName.of(option, known)
                        .map(near -> "; did you mean " + near + "?")
                        .orElse("; remove it");
                faults.put("/options/" + option, "is no pipeline option of Beam's" + advice);
              }
            });
    return faults;
  }

  /** Returns the options of all runners and file systems that there are, by their Java names. */
  private static SortedSet<String> known() {
    SortedSet<String> known = new TreeSet<>();
    for (Class<?> options : PipelineOptionsFactory.getRegisteredOptions()) {
      for (Method method : options.getMethods()) {
        String name = method.getName();
        if (method.getParameterCount() == 0 && name.startsWith("get")) {
          known.add(Introspector.decapitalize(name.substring(3)));
        } else if (method.getParameterCount() == 0 && name.startsWith("is")) {
          known.add(Introspector.decapitalize(name.substring(2)));
        }
      }
    }
    return known;
  }

  /** Beam does not say which one it means: it is asked about each. */
  private static SortedMap<String, String> refused(RunnerConfig config, RuntimeException all) {
    SortedMap<String, String> faults = new TreeMap<>();
    ask("/runner", "--runner=" + config.runner(), faults);
    config
        .options()
        .fieldNames()
        .forEachRemaining(option -> ask("/options/" + option, config.toArg(option), faults));
    if (faults.isEmpty()) {
      faults.put("/options", message(all));
    }
    return faults;
  }

  private static void ask(String pointer, String argument, SortedMap<String, String> faults) {
    try {
      PipelineOptionsFactory.fromArgs(argument).create();
    } catch (RuntimeException e) {
      faults.put(pointer, message(e));
    }
  }

  /** Returns what Beam says, on one line. */
  private static String message(RuntimeException e) {
    List<String> lines =
        Splitter.on('\n').trimResults().splitToList(String.valueOf(e.getMessage()));
    return "Beam does not take it: " + lines.get(0);
  }
}
