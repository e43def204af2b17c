package io.catalytic.pipeline;

import io.catalytic.domain.Entry;
import io.catalytic.domain.RawPath;
import io.catalytic.merkle.EntryType;
import io.catalytic.model.Models;
import io.catalytic.pipeline.source.Source;
import io.catalytic.selection.Decoding;
import io.catalytic.selection.FileSelector;
import io.catalytic.selection.Selection;
import io.catalytic.selection.SelectionPolicy;
import io.catalytic.selection.SkipReason;
import io.catalytic.selection.TextDecoder;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides which entries of a domain are analysed: what the policy selects, and the worker can read.
 * Thread-safe.
 */
final class FileChooser implements EntryChooser {
  /** Nothing is read there. */
  static final Path NOWHERE = Path.of("/");

  private final FileSelector selector;
  private final String provider;
  private final String instruction;
  private final Optional<String> given;

  /**
   * Decides for one source.
   *
   * @param selector what the policy says
   * @param provider of the model that is asked
   * @param instruction id of what it is asked
   * @param given the language or format that all files have, whatever their names say
   */
  FileChooser(FileSelector selector, String provider, String instruction, Optional<String> given) {
    this.selector = selector;
    this.provider = provider;
    this.instruction = instruction;
    this.given = given;
  }

  /** Returns the policy's rules for a source; ignore files are read in directories only. */
  static FileSelector selector(Source source, SelectionPolicy policy) {
    return source.directory().isPresent()
        ? new FileSelector(policy, source.directory().get().path())
        : new FileSelector(policy.withoutIgnoreFiles(), NOWHERE);
  }

  /** Rules are about names as they are; only what has no text goes by its readable form. */
  static String name(RawPath path) {
    return path.utf8().orElseGet(path::display);
  }

  @Override
  public Optional<Selection> choose(Entry entry, byte @Nullable [] bytes) {
    if (entry.type() == EntryType.DIRECTORY) {
      return Optional.empty();
    }
    if (entry.type() == EntryType.SYMLINK) {
      return Optional.of(
          new Selection.Skipped(SkipReason.SYMLINK, SkipReason.SYMLINK.sentence(), false));
    }
    String path = name(entry.path());
    Selection byName = selector.byName(path, entry.content().size());
    if (byName instanceof Selection.Skipped || bytes == null) {
      return Optional.of(byName);
    }
    Decoding text = TextDecoder.decode(bytes);
    Selection byContent = selector.byContent(path, text);
    if (byContent instanceof Selection.Selected selected
        && !Models.provider(provider).reads(instruction, given.or(selected::language))) {
      return Optional.of(selector.unsupported(path, selected.language()));
    }
    return Optional.of(byContent);
  }
}
