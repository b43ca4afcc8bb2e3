package dev.mimo.providers.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mimo.model.Message;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
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

    @Test
    void a_body_holds_its_conversation_whatever_was_sent_before() {
        MessageBytes bytes = new MessageBytes(200, message -> encoded(message).getBytes(StandardCharsets.UTF_8));
        Message task = Message.user("task");
        Message large = Message.user("much too large");
        Message yes = Message.user("yes");
        Message no = Message.user("no");

        List<List<Message>> sent = new ArrayList<>(List.of(
                List.of(task),
                List.of(task, large, yes),
                List.of(task, large, yes, no),
                List.of(task, no, large),
                List.of(task, large),
                List.of(no, task),
                List.of()));
        // More than there is room for, so that the first are forgotten.
        List<Message> many = new ArrayList<>(List.of(task));
        for (int i = 0; i < 40; i++) {
            many.add(Message.user("m" + i));
            sent.add(List.copyOf(many));
        }
        sent.add(List.of(task, large, yes, no));

        for (List<Message> conversation : sent) {
            List<byte[]> body = new ArrayList<>();
            bytes.addTo(body, conversation, true);
            String expected =
                    conversation.stream().map(MessageBytesTest::encoded).collect(Collectors.joining());
            assertThat(text(body)).isEqualTo(expected.isEmpty() ? "" : expected.substring(1));
            assertThat(bytes.used()).isLessThanOrEqualTo(200);
        }
    }

    private static String encoded(Message message) {
        String text = ((Message.User) message).text();
        return ("," + text).repeat(text.length());
    }

    private static String text(List<byte[]> body) {
        return body.stream()
                .map(piece -> new String(piece, StandardCharsets.UTF_8))
                .collect(Collectors.joining());
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
