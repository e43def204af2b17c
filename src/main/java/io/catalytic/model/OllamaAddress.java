package io.catalytic.model;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/**
 * Where an Ollama server is: what the user said, else {@code OLLAMA_HOST}, else {@value #USUAL}.
 *
 * <p>Takes the forms that Ollama takes: {@code host}, {@code host:port}, {@code :port}, {@code
 * [::1]:port}, {@code http://host:port/prefix}. The port is 11434 if none is given, with a scheme
 * 80 or 443. {@code 0.0.0.0} and {@code [::]}, which a server listens on, mean this machine.
 */
final class OllamaAddress {
  private static final String USUAL = "http://127.0.0.1:11434";
  private static final int USUAL_PORT = 11434;

  private OllamaAddress() {}

  /**
   * Returns the address without a slash at its end.
   *
   * @param given what the user said
   * @param environment the value of {@code OLLAMA_HOST}
   * @throws IllegalArgumentException if it is no address of a server
   */
  static URI of(Optional<String> given, Optional<String> environment) {
    String text = given.or(() -> environment).map(String::strip).orElse("");
    return text.isEmpty() ? URI.create(USUAL) : parse(text);
  }

  private static URI parse(String text) {
    boolean hasScheme = text.contains("://");
    try {
      URI uri =
          new URI(hasScheme ? text : "http://" + (text.startsWith(":") ? "127.0.0.1" : "") + text);
      String scheme = uri.getScheme();
      boolean isHttp = "http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme);
      if (!isHttp || uri.getHost() == null || uri.getRawUserInfo() != null) {
        throw refused(uri.getRawUserInfo() == null ? text : "an address with a user name");
      }
      if (uri.getRawQuery() != null || uri.getRawFragment() != null || uri.getPort() > 65535) {
        throw refused(text);
      }
      int port = uri.getPort() < 0 && !hasScheme ? USUAL_PORT : uri.getPort();
      String path = uri.getPath().replaceAll("/+$", "");
      return new URI(scheme.toLowerCase(Locale.ROOT), null, host(uri), port, path, null, null);
    } catch (URISyntaxException e) {
      throw refused(text);
    }
  }

  private static String host(URI uri) {
    return switch (uri.getHost()) {
      case "0.0.0.0" -> "127.0.0.1";
      case "[::]" -> "[::1]";
      default -> uri.getHost();
    };
  }

  private static IllegalArgumentException refused(String got) {
    return new IllegalArgumentException(
        "an Ollama server's address looks like http://127.0.0.1:11434; got " + got);
  }
}
