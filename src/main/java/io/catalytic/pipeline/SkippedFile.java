package io.catalytic.pipeline;

import io.catalytic.domain.Entry;
import io.catalytic.selection.Selection;

/**
 * A file that is not analysed, and why.
 *
 * @param entry the file
 * @param why reason and detail
 */
public record SkippedFile(Entry entry, Selection.Skipped why) {}
