package io.catalytic.format;

/** A text can't be checked against the schema that was given, whatever the text is. */
public final class SchemaRefusedException extends Exception {
  private static final long serialVersionUID = 1;

  SchemaRefusedException(String message) {
    super(message);
  }
}
