package io.catalytic.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class RowsTest {

  @Property
  void whatIsWrittenAsTheRfcSaysIsReadBack(
      @ForAll("table") List<List<String>> table, @ForAll boolean crlf, @ForAll boolean ended) {
    String lineEnd = crlf ? "\r\n" : "\n";
    String text =
        table.stream()
            .map(row -> row.stream().map(RowsTest::quoted).collect(Collectors.joining(",")))
            .collect(Collectors.joining(lineEnd));
    Rows rows = new Rows(ended ? text + lineEnd : text, ',', true);
    Faults faults = new Faults();
    List<List<String>> read = new ArrayList<>();
    while (rows.hasNext()) {
      List<String> fields = new ArrayList<>();
      assertThat(rows.next(fields, faults)).isTrue();
      read.add(fields);
    }
    assertThat(read).isEqualTo(table);
    assertThat(faults.areNone()).isTrue();
  }

  @Provide
  Arbitrary<List<List<String>>> table() {
    Arbitrary<String> field =
        Arbitraries.strings().withChars('a', ',', '"', '\n', '\r', ' ').ofMaxLength(5);
    return field.list().ofMinSize(1).ofMaxSize(4).list().ofMinSize(1).ofMaxSize(5);
  }

  private static String quoted(String field) {
    return "\"" + field.replace("\"", "\"\"") + "\"";
  }
}
