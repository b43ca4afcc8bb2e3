package dev.mimo.memory.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mimo.model.Message;
import dev.mimo.model.TokenEstimator;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class TailTest {

    private final MessageSizes sizes = new MessageSizes(TokenEstimator.byScript());

    @Test
    void all_messages_stay_when_they_fit() {
        List<Message> messages = new Talk()
                .user("go")
                .step("ls", "a b")
                .says("done")
                .conversation()
                .messages();

        assertThat(Tail.of(messages, sizes, 1_000)).satisfies(tail -> {
            assertThat(tail.from()).isZero();
            assertThat(tail.user()).isNull();
            assertThat(tail.clip()).isEqualTo(Tail.WHOLE);
        });
    }

    @Test
    void a_call_is_never_parted_from_its_result() {
        Talk talk = new Talk().user("go");
        for (int i = 0; i < 20; i++) {
            talk.step("make " + i, "x".repeat(400));
        }
        List<Message> messages = talk.conversation().messages();

        for (long most = 300; most < 3_000; most += 7) {
            Tail tail = Tail.of(messages, sizes, most);

            assertThat(messages.get(tail.from())).isNotInstanceOf(Message.Tool.class);
            assertThat(tail.tokens()).isLessThanOrEqualTo(most);
        }
    }

    @Test
    void what_a_person_said_last_is_kept_however_long_ago() {
        Talk talk = new Talk().user("first").user("fix the parser").runtime("nudge", "go on");
        for (int i = 0; i < 20; i++) {
            talk.step("make " + i, "x".repeat(400));
        }

        Tail tail = Tail.of(talk.conversation().messages(), sizes, 500);

        assertThat(tail.user()).isEqualTo(1);
        assertThat(tail.from()).isGreaterThan(30);
    }

    @Test
    void a_result_that_is_too_much_is_clipped() {
        List<Message> messages = new Talk()
                .user("go")
                .step("cat big", "word ".repeat(40_000))
                .conversation()
                .messages();

        Tail tail = Tail.of(messages, sizes, 4_000);

        assertThat(tail.clip()).isLessThan(Tail.WHOLE);
        assertThat(tail.tokens()).isLessThanOrEqualTo(4_000);
    }

    @Property(tries = 300)
    void whatever_was_said_the_tail_fits(
            @ForAll @Size(min = 1, max = 30) List<@IntRange(max = 60_000) Integer> lengths,
            @ForAll @IntRange(min = 1_200, max = 20_000) int most) {
        Talk talk = new Talk();
        for (int i = 0; i < lengths.size(); i++) {
            String text = "w".repeat(lengths.get(i) + 1);
            switch ((lengths.get(i) + i) % 3) {
                case 0 -> talk.user(text);
                case 1 -> talk.step("run", text);
                default -> talk.says(text.substring(0, Math.min(text.length(), 1_000)));
            }
        }

        assertThat(Tail.of(talk.conversation().messages(), sizes, most).tokens())
                .isLessThanOrEqualTo(most);
    }
}
