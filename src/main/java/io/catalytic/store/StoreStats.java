package io.catalytic.store;

/**
 * What a store holds.
 *
 * @param blobs committed blobs, each counted once
 * @param bytes the sum of their sizes
 * @param quarantined what was set aside: blobs whose bytes did not match their name, damaged packs
 */
public record StoreStats(long blobs, long bytes, long quarantined) {}
