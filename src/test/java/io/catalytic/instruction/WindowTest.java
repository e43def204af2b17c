package io.catalytic.instruction;

import static org.assertj.core.api.Assertions.assertThat;

import io.catalytic.tokens.TokenCounter;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;

class WindowTest {

  /** Bytes spare most prompts the counting; what they say must be what counting says. */
  @Property(tries = 500)
  void whatFitsIsWhatHasNoMoreTokensThanThereIsRoomFor(
      @ForAll @StringLength(max = 300) String prompt, @ForAll @IntRange(max = 400) int tokens) {
    Window window = new Window(tokens + 10, 10, 1.0, true);
    boolean fits = tokens >= 1 && TokenCounter.count(prompt) <= tokens;
    assertThat(window.fits(prompt, 10)).isEqualTo(fits);
  }
}
