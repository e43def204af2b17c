package io.catalytic.model;

import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;

/** Finds the kinds of models that are on the class path. */
public final class Models {
  private static final List<ModelProvider> PROVIDERS =
      // Our own class loader: on a cluster a thread's may be that of the cluster, which lacks them.
      ServiceLoader.load(ModelProvider.class, ModelProvider.class.getClassLoader()).stream()
          .map(ServiceLoader.Provider::get)
          .sorted(Comparator.comparing(ModelProvider::provider))
          .toList();

  private Models() {}

  /**
   * Returns the provider of this name.
   *
   * @throws IllegalArgumentException if there is none; the message lists those there are
   */
  public static ModelProvider provider(String name) {
    return PROVIDERS.stream()
        .filter(candidate -> candidate.provider().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no model provider \""
                        + name
                        + "\"; there are: "
                        + String.join(
                            ", ", PROVIDERS.stream().map(ModelProvider::provider).toList())));
  }

  /** Returns a client for the model. */
  public static ModelClient open(ModelSpec spec) {
    return provider(spec.provider()).open(spec);
  }
}
