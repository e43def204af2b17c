package io.catalytic.job;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a command keeps its store and its outputs.
 *
 * <p>The store: what was asked for, else {@code $CATALYTIC_STORE}, else {@code .catalytic/store};
 * the outputs of a run: what was asked for, else {@code .catalytic/runs/<run id>}; both under the
 * current directory.
 *
 * @param store location of the store, absolute if it is a directory
 * @param output directory of the run's files
 * @param own directories that this program writes to, which are no part of any domain
 */
public record Workspace(String store, Path output, List<Path> own) {
  /** Environment variable that names the store. */
  public static final String STORE_VARIABLE = "CATALYTIC_STORE";

  private static final String DIRECTORY = ".catalytic";

  /** Takes a copy. */
  public Workspace {
    own = List.copyOf(own);
  }

  /**
   * Returns where things are.
   *
   * @param store what was asked for
   * @param output what was asked for
   * @param runId names the run
   * @param environment the process's variables
   */
  public static Workspace of(
      Optional<String> store,
      Optional<String> output,
      String runId,
      Map<String, String> environment) {
    Path home = Path.of(DIRECTORY).toAbsolutePath();
    Optional<String> named =
        store
            .or(() -> Optional.ofNullable(environment.get(STORE_VARIABLE)))
            .filter(text -> !text.isBlank());
    List<Path> own = new ArrayList<>();
    if (named.isEmpty() || output.isEmpty()) {
      // All of it and not only what is used now: an earlier run's outputs are no part of it either.
      own.add(home);
    }
    String location = named.orElse(home.resolve("store").toString());
    if (!location.contains("://")) {
      Path directory = Path.of(location).toAbsolutePath();
      own.add(directory);
      location = directory.toString();
    }
    Path files =
        output
            .map(text -> Path.of(text).toAbsolutePath())
            .orElse(home.resolve("runs").resolve(runId));
    own.add(files);
    return new Workspace(location, files, own);
  }
}
