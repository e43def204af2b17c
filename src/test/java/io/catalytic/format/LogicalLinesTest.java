package io.catalytic.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.util.Properties;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class LogicalLinesTest {

  /** Counts what the JDK reads. */
  private static final class Counter extends Properties {
    private static final long serialVersionUID = 1;

    private int count;

    @Override
    public synchronized Object put(Object key, Object value) {
      count++;
      return value;
    }
  }

  @Property(tries = 5000)
  void thereAreAsManyAsTheJdkReads(@ForAll("texts") String text) throws IOException {
    Counter jdk = new Counter();
    jdk.load(new StringReader(text));
    assertThat(new LogicalLines(text).count()).isEqualTo(jdk.count);
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings()
        .withChars('a', '=', ':', ' ', '\t', '\f', '\n', '\r', '\\', '#', '!')
        .ofMaxLength(24);
  }
}
