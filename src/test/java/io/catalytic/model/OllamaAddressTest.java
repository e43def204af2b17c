package io.catalytic.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OllamaAddressTest {

  @ParameterizedTest
  @CsvSource({
    "host, http://host:11434",
    "host:1, http://host:1",
    ":1, http://127.0.0.1:1",
    "0.0.0.0, http://127.0.0.1:11434",
    "0.0.0.0:8080, http://127.0.0.1:8080",
    "[::]:1, http://[::1]:1",
    "[::1], http://[::1]:11434",
    "http://host, http://host",
    "HTTPS://host/, https://host",
    "http://host:1/a/b//, http://host:1/a/b",
    "' http://host:1 ', http://host:1",
  })
  void takesTheFormsThatOllamaTakes(String given, String address) {
    assertThat(OllamaAddress.of(Optional.of(given), Optional.empty())).hasToString(address);
  }

  @Test
  void theUserComesBeforeTheEnvironmentAndThatBeforeTheUsual() {
    assertThat(OllamaAddress.of(Optional.of("a"), Optional.of("b"))).hasHost("a");
    assertThat(OllamaAddress.of(Optional.empty(), Optional.of("b"))).hasHost("b");
    assertThat(OllamaAddress.of(Optional.empty(), Optional.empty()))
        .hasToString("http://127.0.0.1:11434");
    assertThat(OllamaAddress.of(Optional.empty(), Optional.of(" ")))
        .hasToString("http://127.0.0.1:11434");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://host",
        "http://",
        "http://a b",
        "host:99999",
        "host:x",
        "http://h?q",
        "http://h#f",
        "a_b\\c",
        "file:///x"
      })
  void refusesWhatIsNoAddress(String given) {
    assertThatThrownBy(() -> OllamaAddress.of(Optional.of(given), Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("an Ollama server's address looks like http://127.0.0.1:11434; got " + given);
  }

  @Test
  void aPasswordIsRefusedAndNotRepeated() {
    assertThatThrownBy(
            () -> OllamaAddress.of(Optional.of("http://me:secret@host"), Optional.empty()))
        .hasMessageEndingWith("got an address with a user name")
        .hasMessageNotContaining("secret");
  }
}
