package io.catalytic.extract;

import io.catalytic.format.Format;
import io.catalytic.model.ModelClient;
import io.catalytic.model.ModelProvider;
import io.catalytic.model.ModelSpec;
import java.time.Duration;
import java.util.Optional;

/** Opens the embedded worker, {@code --model embedded}. */
public final class EmbeddedProvider implements ModelProvider {
  /** No file that a person wrote takes as long, and one that does is not asked for minutes. */
  static final Duration LONGEST = Duration.ofSeconds(30);

  /** For {@link java.util.ServiceLoader}. */
  public EmbeddedProvider() {}

  @Override
  public String provider() {
    return EmbeddedClient.PROVIDER;
  }

  /** Returns a client whose limit for one file is the spec's timeout, at most 30 seconds. */
  @Override
  public ModelClient open(ModelSpec spec) {
    Duration limit = spec.timeout().compareTo(LONGEST) < 0 ? spec.timeout() : LONGEST;
    return new EmbeddedClient(limit, ParserPool.ofThisMachine());
  }

  @Override
  public boolean readsPrompts() {
    return false;
  }

  @Override
  public boolean follows(String instruction) {
    return instruction.equals(EmbeddedClient.STRUCTURE)
        || instruction.equals(EmbeddedClient.FORMAT);
  }

  @Override
  public boolean reads(String instruction, Optional<String> language) {
    return switch (instruction) {
      case EmbeddedClient.STRUCTURE -> language.flatMap(Language::named).isPresent();
      case EmbeddedClient.FORMAT -> language.flatMap(Format::named).isPresent();
      default -> false;
    };
  }
}
