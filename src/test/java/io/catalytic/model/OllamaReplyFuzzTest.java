package io.catalytic.model;

import java.net.URI;

class OllamaReplyFuzzTest extends ReplyFuzzContract {
  private static final OllamaReply REPLY = new OllamaReply(URI.create("http://h:1"), "m");

  OllamaReplyFuzzTest() {
    super(
        "{\"message\":{\"role\":\"assistant\",\"content\":\"x\"},\"done\":true,"
            + "\"done_reason\":\"stop\",\"prompt_eval_count\":1,\"eval_count\":2}");
  }

  @Override
  Completion completion(HttpExchange.Reply reply) throws ModelException {
    return REPLY.completion(reply);
  }
}
