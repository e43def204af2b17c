package io.catalytic.store;

/**
 * What a store holds.
 *
 * @param blobs committed blobs
 * @param bytes the sum of their sizes
 * @param quarantined blobs set aside because their bytes did not match their name
 */
public record StoreStats(long blobs, long bytes, long quarantined) {}
