package io.catalytic.job;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catalytic.digest.Json;
import java.nio.charset.StandardCharsets;

/** Short ways to read a job from text. */
final class Specs {
  private Specs() {}

  static JobSpec job(String yaml, ObjectNode overlay) throws SpecException {
    return JobSpecReader.read(file(yaml), overlay);
  }

  static JobSpec job(String yaml) throws SpecException {
    return job("version: 1\n" + yaml, Json.object());
  }

  static String refusal(String yaml) {
    return refusal(yaml, Json.object());
  }

  static String refusal(String yaml, ObjectNode overlay) {
    SpecException e = catchThrowableOfType(SpecException.class, () -> job(yaml, overlay));
    return e == null ? "(read)" : String.valueOf(e.getMessage());
  }

  static SpecFile file(String yaml) throws SpecException {
    return SpecFile.of("job.yaml", yaml.getBytes(StandardCharsets.UTF_8));
  }
}
