package io.catalytic.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CappedBodyTest {
  private final AtomicInteger cancelled = new AtomicInteger();
  private final CappedBody body = new CappedBody(10);

  CappedBodyTest() {
    body.onSubscribe(
        new Flow.Subscription() {
          @Override
          public void request(long count) {}

          @Override
          public void cancel() {
            cancelled.incrementAndGet();
          }
        });
  }

  @Test
  void aBodyOfExactlyTheCapIsWhole() {
    body.onNext(List.of(bytes(4), bytes(3)));
    body.onNext(List.of(bytes(3)));
    body.onComplete();
    assertThat(result().join()).hasSize(10);
    assertThat(cancelled).hasValue(0);
  }

  @Test
  void oneByteMoreEndsTheExchange() {
    body.onNext(List.of(bytes(4), bytes(3)));
    body.onNext(List.of(bytes(3), bytes(1)));
    body.onComplete();
    assertThatThrownBy(() -> result().join())
        .hasCauseInstanceOf(CappedBody.TooLong.class)
        .hasMessageEndingWith("the body has more than 10 bytes");
    assertThat(cancelled).hasValue(1);
  }

  @Test
  void whatComesAfterTheEndIsIgnored() {
    body.onNext(List.of(bytes(11), bytes(1)));
    body.onNext(List.of(bytes(1)));
    body.onComplete();
    assertThat(result()).isCompletedExceptionally();
    assertThat(cancelled).hasValue(1);
  }

  @Test
  void aBrokenExchangeIsPassedOn() {
    body.onNext(List.of(bytes(4)));
    body.onError(new IOException("reset"));
    assertThatThrownBy(() -> result().join()).hasCauseInstanceOf(IOException.class);
  }

  private CompletableFuture<byte[]> result() {
    return body.getBody().toCompletableFuture();
  }

  private static ByteBuffer bytes(int count) {
    return ByteBuffer.allocate(count);
  }
}
