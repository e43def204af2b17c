package io.catalytic.cli;

import io.catalytic.context.Kind;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code json} and {@code bytes}. */
final class KindConverter implements ITypeConverter<Kind> {
  @Override
  public Kind convert(String text) {
    return Kind.ofWireName(text)
        .orElseThrow(
            () -> new TypeConversionException("there are bytes and json; got \"" + text + "\""));
  }
}
