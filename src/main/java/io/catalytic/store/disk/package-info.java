/**
 * The store in a directory: loose objects, packs, refs, quarantine, and the order of writes that
 * survives a power cut. Every operation goes through {@code Disk}, where tests fail, record and
 * count it.
 */
@NullMarked
package io.catalytic.store.disk;

import org.jspecify.annotations.NullMarked;
