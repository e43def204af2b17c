package io.catalytic.instruction;

import com.fasterxml.jackson.databind.JsonNode;

/** Takes out of a prompt of {@code extract_structure} what a model would read there. */
public final class ShownCode {
  private static final String BEFORE = "\nCode:\n```\n";

  private ShownCode() {}

  /** Returns the code that a chat shows, letter for letter. */
  public static String of(JsonNode chat) {
    String prompt = chat.at("/messages/0/content").asText();
    int start = prompt.indexOf(BEFORE) + BEFORE.length();
    int rules = prompt.lastIndexOf("\n\nConstraints:\n- Output MUST");
    return prompt.substring(start, prompt.lastIndexOf("\n```", rules));
  }
}
