package io.catalytic.store;

import com.fasterxml.jackson.databind.JsonNode;
import io.catalytic.digest.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Promises that somebody is at work on a store: as long as a lease lives, nothing is deleted that
 * was set aside while it lived.
 *
 * <p>An open store on a disk is a lease of its own once it has written. These are for work that
 * goes on between stores, processes and hosts: a run. A lease is a ref {@code leases/ID} with one
 * JSON object ({@code schemas/lease.schema.json}); it ends when it is released, or by itself when
 * it was not renewed in time. Thread-safe.
 */
public final class Leases {
  private static final String KIND = "leases";
  private static final String VERSION = "1.0";
  private static final Duration REMEMBERED = Duration.ofDays(1);

  private final Refs refs;
  private final Clock clock;

  /** The leases of a store, by this clock; the clocks of all who use a store should agree. */
  public Leases(Refs refs, Clock clock) {
    this.refs = refs;
    this.clock = clock;
  }

  /**
   * A promise that is being kept. Thread-safe.
   *
   * @param name the ref's
   * @param holder whose it is
   */
  public record Lease(String name, String holder) {

    /** Returns one that nobody else has. */
    static Lease of(String holder) {
      return of(UUID.randomUUID().toString().replace("-", ""), holder);
    }

    /**
     * Returns one that several processes can hold.
     *
     * @param id a part of a ref's name, the same for all of them and for nobody else
     */
    public static Lease of(String id, String holder) {
      return new Lease(KIND + "/" + id, holder);
    }
  }

  /**
   * Begins a lease.
   *
   * @param holder who is at work, for those who wait
   * @param validity for how long, if it is not renewed
   */
  public Lease acquire(String holder, Duration validity) throws IOException {
    Lease lease = Lease.of(holder);
    renew(lease, validity);
    return lease;
  }

  /** Has a lease live for so long from now, also one that nobody has begun yet. */
  public void renew(Lease lease, Duration validity) throws IOException {
    String json =
        Json.write(
            Json.object()
                .put("schema_version", VERSION)
                .put("holder", lease.holder())
                .put("expires_at", clock.millis() + validity.toMillis()));
    refs.write(lease.name(), json.getBytes(StandardCharsets.UTF_8));
  }

  /** Ends a lease. */
  public void release(Lease lease) throws IOException {
    refs.delete(lease.name());
  }

  /** Returns the leases that live. */
  public List<Lease> living() throws IOException {
    List<Lease> living = new ArrayList<>();
    for (String name : refs.list(KIND)) {
      Optional<byte[]> value = refs.read(name);
      if (value.isPresent()) {
        Terms terms = Terms.parse(value.get());
        if (terms.expiresAt() > clock.millis()) {
          living.add(new Lease(name, terms.holder()));
        }
      }
    }
    return living;
  }

  /** Removes the refs of leases that ended by themselves, a day after that. */
  public void sweep() throws IOException {
    long longAgo = clock.millis() - REMEMBERED.toMillis();
    for (String name : refs.list(KIND)) {
      Optional<byte[]> value = refs.read(name);
      if (value.isPresent() && Terms.parse(value.get()).expiresAt() < longAgo) {
        refs.delete(name);
      }
    }
  }

  private record Terms(String holder, long expiresAt) {

    /** What can't be read counts as living: to wait in vain does less harm than the reverse. */
    static Terms parse(byte[] value) {
      try {
        JsonNode json = Json.parse(value);
        return new Terms(
            json.path("holder").asText("unknown"), json.path("expires_at").asLong(Long.MAX_VALUE));
      } catch (IOException e) {
        return new Terms("unknown: " + e.getMessage(), Long.MAX_VALUE);
      }
    }
  }

  /** Leases keep no blob by themselves. */
  public static final class Tracer implements RefTracer {

    /** Made by the service loader. */
    public Tracer() {}

    @Override
    public String kind() {
      return KIND;
    }

    @Override
    public void trace(String name, byte[] value, ObjectStore store, Mark mark) {
      // Nothing.
    }
  }
}
