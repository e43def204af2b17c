package io.catalytic.job;

import io.catalytic.store.StoreLocation;
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
 * @param store location of the store; an absolute path if it is a directory
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
   * Returns where things are for a run.
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
    Path files =
        output
            .map(text -> Path.of(text).toAbsolutePath())
            .orElse(home().resolve("runs").resolve(runId));
    List<Path> own = new ArrayList<>();
    own.add(files);
    if (output.isEmpty()) {
      own.add(home());
    }
    return new Workspace(locate(store, environment, own), files, own);
  }

  /** Returns where things are for a command that has no outputs of its own. */
  public static Workspace withoutOutput(Optional<String> store, Map<String, String> environment) {
    List<Path> own = new ArrayList<>();
    return new Workspace(locate(store, environment, own), home(), own);
  }

  /** Adds the store's directory, if it is one, to those that this program writes to. */
  private static String locate(
      Optional<String> store, Map<String, String> environment, List<Path> own) {
    Optional<String> variable = Optional.ofNullable(environment.get(STORE_VARIABLE));
    Optional<String> named = store.or(() -> variable.filter(text -> !text.isBlank()));
    if (named.isEmpty()) {
      // All of it and not only the store: an earlier run's outputs are no part of a domain either.
      own.add(home());
      return home().resolve("store").toString();
    }
    StoreLocation location = StoreLocation.parse(named.get());
    location.directory().ifPresent(own::add);
    return location.text();
  }

  private static Path home() {
    return Path.of(DIRECTORY).toAbsolutePath();
  }
}
