package io.catalytic.extract;

import static org.assertj.core.api.Assertions.assertThat;

import io.catalytic.model.ModelClient;
import io.catalytic.model.ModelIdentity;
import io.catalytic.model.ModelSpec;
import io.catalytic.model.Models;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EmbeddedProviderTest {
  private final EmbeddedProvider provider = new EmbeddedProvider();

  @Test
  void isFoundByItsName() {
    assertThat(Models.provider("embedded")).isInstanceOf(EmbeddedProvider.class);
  }

  @Test
  void followsTheInstructionsThatNeedNoModel() {
    assertThat(provider.follows("extract_structure")).isTrue();
    assertThat(provider.follows("validate_format")).isTrue();
    assertThat(provider.follows("summarize_section")).isFalse();
  }

  @Test
  void readsOnlyLanguagesThatItKnowsByTheirExactName() {
    assertThat(provider.reads("extract_structure", Optional.of("python"))).isTrue();
    assertThat(provider.reads("extract_structure", Optional.of("Python"))).isFalse();
    assertThat(provider.reads("extract_structure", Optional.of("markdown"))).isFalse();
    assertThat(provider.reads("extract_structure", Optional.empty())).isFalse();
    assertThat(provider.reads("transform_data", Optional.of("python"))).isFalse();
    assertThat(provider.reads("validate_format", Optional.of("yaml"))).isTrue();
    assertThat(provider.reads("validate_format", Optional.of("python"))).isFalse();
    assertThat(provider.reads("validate_format", Optional.empty())).isFalse();
  }

  @Test
  void saysWhoAnswersWithADigestOfAllThatDecidesAnswers() throws Exception {
    try (ModelClient client = provider.open(ModelSpec.of("embedded", ""))) {
      ModelIdentity identity = client.identity();
      assertThat(identity.provider()).isEqualTo("embedded");
      assertThat(identity.name()).isEqualTo("parsers");
      assertThat(identity.digest()).matches("[0-9a-f]{64}");
      assertThat(client.identity()).isEqualTo(identity);
    }
  }
}
