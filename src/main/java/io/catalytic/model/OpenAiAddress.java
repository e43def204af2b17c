package io.catalytic.model;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/**
 * Where an OpenAI-compatible server is: what the user said, else {@code OPENAI_BASE_URL}. There is
 * no usual one, so that no text leaves for a place that nobody named.
 *
 * <p>It is the address that the API's paths are added to, as {@code http://localhost:8000/v1}; one
 * without a path gets {@code /v1}.
 */
final class OpenAiAddress {
  private OpenAiAddress() {}

  /**
   * Returns the address without a slash at its end.
   *
   * @param given what the user said
   * @param environment the value of {@code OPENAI_BASE_URL}
   * @throws IllegalArgumentException if there is none, or it is no address of a server
   */
  static URI of(Optional<String> given, Optional<String> environment) {
    String text = given.or(() -> environment).map(String::strip).orElse("");
    if (text.isEmpty()) {
      throw new IllegalArgumentException(
          "openai:NAME needs the server's address: --model-url http://localhost:8000/v1 (or"
              + " OPENAI_BASE_URL); that of OpenAI itself is https://api.openai.com/v1");
    }
    return parse(text);
  }

  private static URI parse(String text) {
    try {
      URI uri = new URI(text);
      String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      if (uri.getRawUserInfo() != null) {
        throw refused("an address with a user name; the key goes into OPENAI_API_KEY");
      }
      boolean isHttp = scheme.equals("http") || scheme.equals("https");
      boolean hasMore = uri.getRawQuery() != null || uri.getRawFragment() != null;
      if (!isHttp || uri.getHost() == null || hasMore || uri.getPort() > 65535) {
        throw refused(text);
      }
      String path = uri.getPath().replaceAll("/+$", "");
      return new URI(
          scheme, null, uri.getHost(), uri.getPort(), path.isEmpty() ? "/v1" : path, null, null);
    } catch (URISyntaxException e) {
      throw refused(text.contains("@") ? "something else" : text);
    }
  }

  private static IllegalArgumentException refused(String got) {
    return new IllegalArgumentException(
        "an OpenAI-compatible server's address looks like http://localhost:8000/v1; got " + got);
  }
}
