package io.catalytic.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Optional;

/** Nor is the key ever said, even if a server sends it back. */
class OpenAiReplyFuzzTest extends ReplyFuzzContract {
  private static final String KEY = "sk-0123456789";
  private static final OpenAiReply REPLY =
      new OpenAiReply(URI.create("http://h:1/v1"), "m", ApiKey.of(Optional.of(KEY)));

  OpenAiReplyFuzzTest() {
    super(
        "{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"x\",\"refusal\":null},"
            + "\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2},"
            + "\"error\":null,\"message\":\""
            + KEY
            + "\"}");
  }

  @Override
  Completion completion(HttpExchange.Reply reply) throws ModelException {
    return REPLY.completion(reply);
  }

  @Override
  void assertSaid(String message) {
    super.assertSaid(message);
    assertThat(message).doesNotContain(KEY);
  }
}
