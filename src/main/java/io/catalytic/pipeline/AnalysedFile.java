package io.catalytic.pipeline;

/**
 * A file and how its invocation ended.
 *
 * @param file the file
 * @param outcome shared by all files of the same content and language
 * @param ownCall whether this file stands for the call; the others had their answer for nothing
 */
public record AnalysedFile(FileRef file, OutcomeRef outcome, boolean ownCall) {}
