package dev.mimo.providers.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mimo.model.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class MessageBytesTest {

    private final AtomicInteger encoded = new AtomicInteger();

    @Test
    void equal_messages_are_kept_apart_and_the_same_one_is_encoded_once() {
        MessageBytes bytes = bytes(1_000);
        Message a = Message.user("x");
        Message b = Message.user("x");

        assertThat(bytes.of(a)).isSameAs(bytes.of(a)).isNotSameAs(bytes.of(b));
        assertThat(encoded).hasValue(2);
    }

    @Test
    void no_more_is_kept_than_there_is_room_for_and_the_oldest_goes_first() {
        MessageBytes bytes = bytes(1_000);
        List<Message> messages = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            messages.add(Message.user("x"));
            bytes.of(messages.get(i));
        }

        assertThat(bytes.used()).isEqualTo(1_000);
        bytes.of(messages.get(49));
        assertThat(encoded).hasValue(50);
        bytes.of(messages.get(0));
        assertThat(encoded).hasValue(51);
    }

    @Test
    void a_message_too_large_for_the_room_is_not_kept() {
        MessageBytes bytes = bytes(399);
        bytes.of(Message.user("x"));

        assertThat(bytes.used()).isZero();
    }

    @Test
    void those_who_want_a_message_at_once_share_one_encoding() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch finish = new CountDownLatch(1);
        MessageBytes bytes = new MessageBytes(1_000, message -> {
            encoded.incrementAndGet();
            inside.countDown();
            awaitQuietly(finish);
            return new byte[100];
        });
        Message message = Message.user("x");
        CompletableFuture<byte[]> first = CompletableFuture.supplyAsync(() -> bytes.of(message));
        inside.await();
        CompletableFuture<byte[]> second = CompletableFuture.supplyAsync(() -> bytes.of(message));
        finish.countDown();

        assertThat(first.get()).isSameAs(second.get());
        assertThat(encoded).hasValue(1);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private MessageBytes bytes(long room) {
        return new MessageBytes(room, message -> {
            encoded.incrementAndGet();
            return new byte[100];
        });
    }
}
