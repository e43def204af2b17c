package io.catalytic.selection;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Looks over all paths of a domain for what {@link SelectionNotices} tells. For one thread. */
public final class SelectionReview {
  private final Map<String, Globs> unmatched = new LinkedHashMap<>();
  private final IgnoreRules rules;

  /** Reviews the policy for the domain at this root. */
  public SelectionReview(SelectionPolicy policy, Path root) {
    policy.include().forEach(glob -> unmatched.put(glob, Globs.compile(List.of(glob))));
    rules = new IgnoreRules(root, policy.useGitignore(), policy.useIgnore());
  }

  /**
   * Takes one file or link of the domain.
   *
   * @param path relative to the domain's root, names joined by slashes
   */
  public void file(String path) {
    unmatched.values().removeIf(glob -> glob.matches(path));
    String name = path.substring(path.lastIndexOf('/') + 1);
    if (name.equals(".gitignore") || name.equals(".ignore")) {
      rules.isIgnored(path, false); // reads it, if its directory counts
    }
  }

  /** Returns what there is to tell, once all paths were looked at. */
  public SelectionNotices notices() {
    List<String> sentences = new ArrayList<>();
    unmatched
        .keySet()
        .forEach(glob -> sentences.add("include \"" + glob + "\" matches no file of the domain"));
    sentences.addAll(rules.notices());
    long missing = unmatched.values().stream().filter(Globs::isLiteral).count();
    return new SelectionNotices(sentences, missing);
  }
}
