package dev.mimo.providers;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.mimo.model.Json;
import dev.mimo.providers.DecodedAnswer.Call;
import dev.mimo.providers.DecodedAnswer.Outcome;
import java.io.ByteArrayInputStream;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Targets for a fuzzer that follows the branches taken; the tables are its seeds, and without {@code JAZZER_FUZZ} it only
 * replays them. It instruments every class of its process, so it stays out of the normal build, where the tables are tested
 * without it: what it finds is added to them.
 */
@Tag("fuzz")
final class AnswerJazzerTest {

    private static final AnswerDecoder CHAT = AnswerDecoder.of(Dialect.OPENAI_CHAT);
    private static final AnswerDecoder MESSAGES = AnswerDecoder.of(Dialect.ANTHROPIC);
    private static final AnswerDecoder RESPONSES = AnswerDecoder.of(Dialect.OPENAI_RESPONSES);

    @MethodSource("chats")
    @FuzzTest(maxDuration = "2m")
    void chat_completions_may_be_any_bytes(byte[] body) {
        decode(CHAT, body);
    }

    @MethodSource("messages")
    @FuzzTest(maxDuration = "2m")
    void messages_may_be_any_bytes(byte[] body) {
        decode(MESSAGES, body);
    }

    @MethodSource("responses")
    @FuzzTest(maxDuration = "2m")
    void responses_may_be_any_bytes(byte[] body) {
        decode(RESPONSES, body);
    }

    static Stream<byte[]> chats() {
        return seeds(Dialect.OPENAI_CHAT);
    }

    static Stream<byte[]> messages() {
        return seeds(Dialect.ANTHROPIC);
    }

    static Stream<byte[]> responses() {
        return seeds(Dialect.OPENAI_RESPONSES);
    }

    private static Stream<byte[]> seeds(Dialect dialect) {
        return AnswerTable.cases(dialect).stream().map(AnswerTable.Case::body);
    }

    private static void decode(AnswerDecoder decoder, byte[] body) {
        DecodedAnswer answer = decoder.decode(200, Map.of(), new ByteArrayInputStream(body));
        boolean complete = answer.outcome() == Outcome.COMPLETE;
        assertThat(answer.failure() == null).isEqualTo(complete);
        assertThat(complete || answer.calls().stream().noneMatch(Call::isValid)).isTrue();
        assertThat(Json.write(answer.toJson())).isNotEmpty();
    }
}
