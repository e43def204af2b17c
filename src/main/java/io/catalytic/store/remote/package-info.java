/**
 * The store on an object store: {@code s3://bucket/folder} through Beam's file systems, {@code
 * gs://bucket/folder} through Google's client, {@code hdfs://host:port/folder} through Hadoop's.
 * Batches of one object, refs, quarantine, and a local cache of what was read.
 *
 * <p>No object store renames in one step or refuses to replace a name. So no two contents ever get
 * one name: what holds blobs is called by a random id, is never changed, and is there once it is
 * whole. Then readers need no locks, whatever was read may be kept for ever, a writer that died
 * leaves nothing to clean up, and whoever deletes a dead object can't hit a live one.
 *
 * <p>A batch waits in local temporary files until it is committed, for an object's name, or whether
 * it is needed at all, is known only at its end; and a request that failed can be made again.
 *
 * <p>A cleaning can't move objects out of the way either: it lists what it sets aside, writers hold
 * leases and don't rely on what is listed, and a later cleaning deletes what nobody needs.
 *
 * <p>All of it goes through {@code Remote}, a handful of operations, where tests fail each of them
 * in turn. This room and the pipeline are the only ones that know Beam.
 */
@NullMarked
package io.catalytic.store.remote;

import org.jspecify.annotations.NullMarked;
