package dev.mimo.providers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Json;
import dev.mimo.model.ToolCall;
import dev.mimo.providers.DecodedAnswer.Call;
import dev.mimo.providers.DecodedAnswer.Outcome;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An answer as it should have come, against which what came of it is held. */
final class Undamaged {

    /** What is a finish or an end mark on the wire, found without any of the code that is tested. */
    private static final Map<Dialect, Pattern> ENDS = Map.of(
            Dialect.OPENAI_CHAT, Pattern.compile("\"finish_reason\" ?: ?\"\\w|\\[DONE]"),
            Dialect.OPENAI_RESPONSES,
                    Pattern.compile("response\\.(completed|incomplete|failed|done)|\"status\" ?: ?\"|\\[DONE]"),
            Dialect.ANTHROPIC, Pattern.compile("\"stop_reason\" ?: ?\"|message_stop|\\[DONE]"));

    private final AnswerDecoder decoder;
    private final int status;
    private final byte[] body;
    private final DecodedAnswer answer;
    /** How many bytes it takes until a finish or an end mark is there. */
    private final int ended;

    private final Set<String> wholeCalls = new HashSet<>();

    Undamaged(Dialect dialect, AnswerDecoder decoder, int status, byte[] body) {
        this.decoder = decoder;
        this.status = status;
        this.body = body;
        answer = decode(body);
        Matcher end = ENDS.get(dialect).matcher(new String(body, StandardCharsets.ISO_8859_1));
        ended = end.find() ? end.end() : Integer.MAX_VALUE;
        answer.calls().stream().map(Call::call).filter(ToolCall::isWhole).forEach(call -> wholeCalls.add(named(call)));
    }

    int length() {
        return body.length;
    }

    /** Ends the answer after that many bytes. */
    void cutAt(int length) {
        byte[] rest = Arrays.copyOf(body, length);
        DecodedAnswer cut = checked(rest);
        assertThat(answer.text()).startsWith(cut.text());
        assertThat(answer.reasoning()).startsWith(cut.reasoning());
        if (length < ended) {
            assertThat(cut.outcome()).isNotEqualTo(Outcome.COMPLETE);
        }
        for (Call call : cut.calls()) {
            if (call.isValid()) {
                assertThat(wholeCalls).contains(named(call.call()));
            }
        }
    }

    /** Reads the answer in pieces of any size. */
    void inPieces(Random random) {
        ObjectNode pieces =
                decoder.decode(status, Map.of(), Damage.inPieces(body, random)).toJson();
        assertThat(pieces).isEqualTo(answer.toJson());
    }

    /** Does that to it, and cuts it perhaps: what comes of it is an answer of some kind. */
    void damaged(Damage damage, Random random) {
        byte[] damaged = damage.of(body, random);
        if (random.nextInt(3) == 0) {
            damaged = Damage.values()[random.nextInt(Damage.values().length)].of(damaged, random);
        }
        checked(random.nextInt(4) == 0 ? Arrays.copyOf(damaged, random.nextInt(damaged.length + 1)) : damaged);
    }

    private DecodedAnswer checked(byte[] bytes) {
        DecodedAnswer decoded = decode(bytes);
        assertThat(decoded.failure() == null).isEqualTo(decoded.outcome() == Outcome.COMPLETE);
        for (Call call : decoded.calls()) {
            if (call.isValid()) {
                assertThat(decoded.outcome()).isEqualTo(Outcome.COMPLETE);
                assertThat(call.call().isWhole()).isTrue();
                assertThat(call.call().name()).isNotBlank();
            } else if (!call.call().isWhole()) {
                assertThat(call.call().arguments()).isEmpty();
            }
        }
        assertThat(Json.write(decoded.toJson())).doesNotContain("\n");
        return decoded;
    }

    private DecodedAnswer decode(byte[] bytes) {
        return decoder.decode(status, Map.of(), new ByteArrayInputStream(bytes));
    }

    private static String named(ToolCall call) {
        return call.name() + " " + Json.canonical(call.arguments());
    }
}
