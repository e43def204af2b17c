package io.catalytic.pipeline.progress;

import io.catalytic.run.RunFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the processes of a run say how far they are: a directory in that of the run's outputs, as
 * long as the run runs. Thread-safe.
 */
public final class ProgressDirectory {
  private static final Logger LOG = LoggerFactory.getLogger(ProgressDirectory.class);
  private static final String SUFFIX = ".json";
  private static final Pattern OURS = Pattern.compile("[0-9a-f-]{36}\\.(json|tmp)");

  /** Far more than all groups of a run. */
  private static final int MOST_BYTES = 4 << 20;

  /** A worker that is late may put a file into a directory that is being removed. */
  private static final int REMOVALS = 3;

  private final Path directory;
  private final String run;

  /**
   * Names it; touches nothing.
   *
   * @param output the run's output directory
   * @param run the run's id: files of any other one are passed over
   */
  public ProgressDirectory(Path output, String run) {
    directory = output.resolve(RunFiles.PROGRESS);
    this.run = run;
  }

  /** Begins a run, which is now told of. */
  public void begin() {
    try {
      Files.createDirectories(directory);
      Path output = directory.resolveSibling(".");
      // Whoever may write the outputs may tell how far they are.
      Files.setPosixFilePermissions(directory, Files.getPosixFilePermissions(output));
    } catch (IOException | UnsupportedOperationException e) {
      LOG.warn("how far the run is will not be known: {}", e.toString());
    }
  }

  /** Removes what this class writes, and then the directory, if there is nothing else in it. */
  public void remove() {
    for (int i = 0; i < REMOVALS && Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS); i++) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
        for (Path file : files) {
          if (OURS.matcher(name(file)).matches()) {
            Files.deleteIfExists(file);
          }
        }
        Files.deleteIfExists(directory);
      } catch (IOException e) {
        LOG.debug("{} was not removed", directory, e);
      }
    }
  }

  /** Replaces the file of a process, unless the directory is gone, for then the run has ended. */
  void write(String process, Map<Group, Counted> groups) throws IOException {
    Path file = directory.resolve(process + SUFFIX);
    Path beside = directory.resolve(process + ".tmp");
    try {
      Files.write(beside, new ProgressFile(run, groups).encode());
      Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException e) {
      if (Files.isDirectory(directory)) {
        throw e;
      }
    }
  }

  /** Puts what processes say now into a map, by process; leaves what can't be read as it was. */
  void read(Map<String, Map<Group, Counted>> processes) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
      for (Path file : files) {
        try (InputStream in = Files.newInputStream(file)) {
          ProgressFile told = ProgressFile.parse(in.readNBytes(MOST_BYTES));
          if (told.run().equals(run)) {
            String name = name(file);
            processes.put(name.substring(0, name.length() - SUFFIX.length()), told.groups());
          }
        } catch (IOException e) {
          LOG.debug("{} is passed over", file, e);
        }
      }
    } catch (NoSuchFileException e) {
      // Nobody began, or the run has ended.
    }
  }

  /** Returns what is true of each group of which processes told. */
  static Map<Group, Counted> merged(Map<String, Map<Group, Counted>> processes) {
    Map<Group, Counted> merged = new HashMap<>();
    for (Map<Group, Counted> groups : processes.values()) {
      groups.forEach((group, counted) -> merged.merge(group, counted, Counted::orLater));
    }
    return merged;
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  @Override
  public String toString() {
    return directory.toString();
  }
}
