package io.catalytic.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** That a lease is kept up. */
final class HeldLeaseTest {
  private final Refs refs = Stores.inMemory().refs();

  @Test
  void itLivesUntilItIsClosed() throws IOException {
    try (HeldLease lease = HeldLease.hold(refs, "test", Duration.ofMinutes(1))) {
      assertThat(new Leases(refs, Clock.systemUTC()).living())
          .extracting(Leases.Lease::name)
          .containsExactly(lease.name());
    }
    assertThat(refs.list("leases")).isEmpty();
  }

  @Test
  void aRenewalThatFailsInWhateverWayIsNotTheLast() throws Exception {
    CountDownLatch writes = new CountDownLatch(4);
    Refs failing =
        new ForwardingRefs(refs) {
          @Override
          public void write(String name, byte[] value) throws IOException {
            writes.countDown();
            if (writes.getCount() == 2) {
              throw new IllegalStateException("a fault");
            }
            if (writes.getCount() == 1) {
              throw new IOException("a full disk");
            }
            super.write(name, value);
          }
        };
    HeldLease lease = HeldLease.hold(failing, "test", Duration.ofMillis(40));
    assertThat(writes.await(1, TimeUnit.MINUTES)).as("it is renewed").isTrue();
    lease.close();
    assertThat(refs.list("leases")).isEmpty();
  }
}
