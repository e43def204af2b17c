package io.catalytic.format;

/** JSON Lines: the lines are read each by itself, so that all that are wrong are told. */
final class JsonLinesReader implements FormatReader {

  @Override
  public void read(String text, Faults faults, Values values) throws TooComplexException {
    int line = 0;
    for (int start = 0; start < text.length(); line++) {
      int end = text.indexOf('\n', start);
      String one = text.substring(start, end < 0 ? text.length() : end);
      if (!one.isBlank()) {
        JsonReader.readOne(one, line, faults, values);
      }
      start = end < 0 ? text.length() : end + 1;
    }
  }
}
