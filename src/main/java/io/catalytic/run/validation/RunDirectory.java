package io.catalytic.run.validation;

import io.catalytic.digest.Excerpt;
import io.catalytic.run.RunFiles;
import io.catalytic.run.validation.RunFinding.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The directory of a run's files: which are there, and reading them. Links are not followed. */
final class RunDirectory {
  /** All of a run's files, the record first. */
  static final List<String> NAMES = names();

  private final Path path;
  private final Set<String> present = new HashSet<>();

  private RunDirectory(Path path) {
    this.path = path;
  }

  private static List<String> names() {
    List<String> names = new ArrayList<>(List.of(RunFiles.RECORD, RunFiles.PROOF));
    names.addAll(RunFiles.FROM_STORE);
    return List.copyOf(names);
  }

  /**
   * Opens a directory, and says which files are surplus, missing, or no files.
   *
   * @throws NoSuchFileException if it is no directory, or other files are in it and none of a run
   */
  static RunDirectory open(Path path, Findings findings) throws IOException {
    if (!Files.isDirectory(path)) {
      throw new NoSuchFileException(path.toString(), null, "there is no such directory");
    }
    RunDirectory directory = new RunDirectory(path);
    directory.list(findings);
    for (String name : NAMES) {
      // Runs before version 1.2 have no provenance; the record tells.
      if (!directory.present.contains(name) && !name.equals(RunFiles.PROVENANCE)) {
        findings.file(Kind.MISSING, name, missing(name));
      }
    }
    directory.present.removeIf(name -> !directory.isFile(name, findings));
    return directory;
  }

  private void list(Findings findings) throws IOException {
    boolean isEmpty = true;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
      for (Path file : files) {
        String name = String.valueOf(file.getFileName());
        if (name.equals(RunFiles.PROGRESS)) {
          continue; // Of a run that goes on, or was killed; it belongs to no outputs.
        }
        isEmpty = false;
        if (NAMES.contains(name)) {
          present.add(name);
        } else {
          findings.file(Kind.SURPLUS, name, "no run writes this file");
        }
      }
    }
    // Nothing at all is what a run that was interrupted early leaves.
    if (present.isEmpty() && !isEmpty && !isUnfinished()) {
      throw new NoSuchFileException(
          path.toString(), null, "is not the directory of a run: none of a run's files is in it");
    }
  }

  /** Returns whether a run was interrupted while it wrote its first file. */
  private boolean isUnfinished() throws IOException {
    try (DirectoryStream<Path> beside = Files.newDirectoryStream(path, ".*.tmp")) {
      return beside.iterator().hasNext();
    }
  }

  private static String missing(String name) {
    return name.equals(RunFiles.RECORD)
        ? "is missing: the run did not finish, or the file was removed"
        : "is missing";
  }

  private boolean isFile(String name, Findings findings) {
    boolean isFile = Files.isRegularFile(path.resolve(name), LinkOption.NOFOLLOW_LINKS);
    if (!isFile) {
      findings.file(Kind.FORM, name, "is not a regular file; it was not read");
    }
    return isFile;
  }

  /** Returns the last part of its path: by default a run's directory has the run's name. */
  String name() throws IOException {
    return Excerpt.head(String.valueOf(path.toRealPath().getFileName()), 255);
  }

  /** Returns whether a file is there that can be read. */
  boolean has(String name) {
    return present.contains(name);
  }

  /** Opens one of the files. */
  InputStream open(String name) throws IOException {
    return Files.newInputStream(path.resolve(name), LinkOption.NOFOLLOW_LINKS);
  }
}
