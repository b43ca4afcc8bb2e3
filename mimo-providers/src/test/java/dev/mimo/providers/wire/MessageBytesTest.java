package dev.mimo.providers.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mimo.model.Message;
import java.util.ArrayList;
import java.util.List;
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

    private MessageBytes bytes(long room) {
        return new MessageBytes(room, message -> {
            encoded.incrementAndGet();
            return new byte[100];
        });
    }
}
