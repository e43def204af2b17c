package io.catalytic.pipeline.progress;

/**
 * What one worker does at a time, and does again as a whole if it is lost.
 *
 * @param step of the run
 * @param key the group's within the step
 */
record Group(Step step, int key) {}
