package io.catalytic.store.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RemoteSettingsTest {
  @Test
  void withoutVariablesTheDefaultsHold() {
    RemoteSettings settings = RemoteSettings.of(Map.of());
    assertThat(settings.endpoint()).isEmpty();
    assertThat(settings.attempts()).isEqualTo(4);
    assertThat(settings.timeout()).isEqualTo(Duration.ofMinutes(5));
    assertThat(settings.cacheBytes()).isEqualTo(1L << 30);
    assertThat(settings.cache())
        .isEqualTo(Path.of(System.getProperty("user.home"), ".cache", "catalytic"));
  }

  @Test
  void eachVariableSaysWhatItSays() {
    RemoteSettings settings =
        RemoteSettings.of(
            Map.of(
                "AWS_ENDPOINT_URL", "https://all.example:1",
                "CATALYTIC_REMOTE_ATTEMPTS", "7",
                "CATALYTIC_REMOTE_TIMEOUT", "90",
                "CATALYTIC_CACHE_BYTES", "0",
                "XDG_CACHE_HOME", "/var/cache",
                "HADOOP_CONF_DIR", "/etc/hadoop/conf",
                "STORAGE_EMULATOR_HOST", "localhost:9023"));
    assertThat(settings)
        .isEqualTo(
            new RemoteSettings(
                Optional.of(URI.create("https://all.example:1")),
                7,
                Duration.ofSeconds(90),
                Path.of("/var/cache/catalytic"),
                0,
                Optional.of(Path.of("/etc/hadoop/conf")),
                Optional.of(URI.create("http://localhost:9023"))));
    assertThat(
            RemoteSettings.of(
                    Map.of("AWS_ENDPOINT_URL", "http://a", "AWS_ENDPOINT_URL_S3", "http://s3"))
                .endpoint())
        .contains(URI.create("http://s3"));
    assertThat(RemoteSettings.of(Map.of("CATALYTIC_CACHE", "here")).cache())
        .isEqualTo(Path.of("here"));
  }

  @ParameterizedTest
  @CsvSource({
    "AWS_ENDPOINT_URL_S3, localhost",
    "AWS_ENDPOINT_URL, http://user:pass@host",
    "AWS_ENDPOINT_URL, a b",
    "STORAGE_EMULATOR_HOST, http://user:pass@host",
    "STORAGE_EMULATOR_HOST, a b",
    "CATALYTIC_REMOTE_ATTEMPTS, 0",
    "CATALYTIC_REMOTE_ATTEMPTS, many",
    "CATALYTIC_REMOTE_TIMEOUT, -1",
    "CATALYTIC_CACHE_BYTES, 1G",
    "CATALYTIC_CACHE_BYTES, -1"
  })
  void aBadValueIsRefusedByTheVariablesName(String name, String value) {
    assertThatThrownBy(() -> RemoteSettings.of(Map.of(name, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(name + ": must be ")
        .message()
        .doesNotContain("pass");
  }
}
