package io.catalytic.format;

/**
 * Where something stands in a text. Both count from 1; a column is a UTF-16 unit.
 *
 * @param line ends with LF, CRLF or a lone CR
 * @param column in the line
 */
record Place(int line, int column) {}
