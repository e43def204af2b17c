package io.catalytic.pipeline;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A claim that is made about each format that a run writes, given by its schema's name. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest
@ValueSource(
    strings = {
      "run",
      "proof",
      "manifest",
      "result",
      "dead-letter",
      "skipped",
      "provenance",
      "snapshot"
    })
@interface Formats {}
