package io.catalytic.model;

import java.io.Serializable;

/**
 * Who answers.
 *
 * @param provider as {@code embedded} or {@code ollama}
 * @param name the model's name at that provider
 * @param digest names the weights (or the worker's version): 64 hex digits where the provider gives
 *     them, else whatever it gives
 */
public record ModelIdentity(String provider, String name, String digest) implements Serializable {}
