package io.catalytic.pipeline;

import io.catalytic.pipeline.source.Source;
import io.catalytic.pipeline.source.Spot;
import io.catalytic.run.Borrowed;
import io.catalytic.selection.SelectionNotices;
import io.catalytic.selection.SelectionPolicy;
import io.catalytic.selection.SelectionReview;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks over all that a source has before a run, for what there is to tell. For one thread. */
final class SourceReview {
  private final SelectionPolicy policy;
  private final Borrowed.Kind kind;
  private final Optional<SelectionReview> review;
  private long spots;
  private long ignoreFiles;

  SourceReview(Source source, SelectionPolicy policy) {
    this.policy = policy;
    kind = source.borrowed().kind();
    review =
        switch (kind) {
          case DIRECTORY ->
              Optional.of(new SelectionReview(policy, source.directory().orElseThrow().path()));
          case OBJECTS ->
              Optional.of(new SelectionReview(policy.withoutIgnoreFiles(), FileChooser.NOWHERE));
          case INPUTS -> Optional.empty(); // all of them are wanted
        };
  }

  void take(Spot spot) {
    spots++;
    if (!spot.isDirectory() && review.isPresent()) {
      String path = FileChooser.name(spot.path());
      review.get().file(path);
      String name = path.substring(path.lastIndexOf('/') + 1);
      boolean wouldCount =
          (policy.useGitignore() && name.equals(".gitignore"))
              || (policy.useIgnore() && name.equals(".ignore"));
      ignoreFiles += wouldCount ? 1 : 0;
    }
  }

  /** Returns how many there were. */
  long spots() {
    return spots;
  }

  SelectionNotices notices() {
    SelectionNotices found = review.map(SelectionReview::notices).orElse(SelectionNotices.NONE);
    if (kind != Borrowed.Kind.OBJECTS || ignoreFiles == 0) {
      return found;
    }
    List<String> sentences = new ArrayList<>(found.sentences());
    sentences.add(
        "of an object store no ignore files are read: "
            + ignoreFiles
            + " leave nothing out; use --exclude");
    return new SelectionNotices(sentences, found.missing());
  }
}
