package dev.mimo.providers.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import dev.mimo.model.FailureKind;
import dev.mimo.model.ModelException;
import dev.mimo.model.Reply;
import dev.mimo.model.StopReason;
import dev.mimo.providers.http.Answer;
import dev.mimo.providers.http.EventStream;
import dev.mimo.providers.http.Refusal;
import dev.mimo.providers.policy.ErrorRules;
import dev.mimo.providers.wire.Decoding.Progress;
import java.io.IOException;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads one answer: a stream of events, one JSON body, or a JSON array of what would be events, whatever its content type
 * says. Complete is only what has a finish or the end mark; everything else is a fault. Confined to one thread.
 */
public final class AnswerReader {

    /** How long the end mark may keep us waiting once the finish has come. */
    private static final Duration END_MARK = Duration.ofSeconds(10);

    private static final int LONGEST_ODD_BODY = 64 * 1024;
    private static final byte[] BOM = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    /** Reasons to stop after which there may be nothing. */
    private static final Set<StopReason> MAY_BE_EMPTY =
            Set.of(StopReason.LENGTH, StopReason.CONTENT_FILTER, StopReason.REFUSAL, StopReason.PAUSE);

    private final Answer answer;
    private final Decoding decoding;
    private final Refusal refusal;
    private boolean anyEvent;
    private boolean wholeBody;
    private boolean brokenOff;

    public AnswerReader(Answer answer, Decoding decoding, ErrorRules errors) {
        this.answer = answer;
        this.decoding = decoding;
        refusal = new Refusal(answer, errors);
    }

    /**
     * Reads to the end.
     *
     * @return the reply, with neither author nor settled ids
     * @throws ModelException when it is no reply
     * @throws dev.mimo.environment.CancelledException when the call was cancelled
     */
    public Reply read() {
        return readAll().reply();
    }

    /**
     * Reads to the end. What the provider, the connection or the body did wrong is part of the result.
     *
     * @throws dev.mimo.environment.CancelledException when the call was cancelled
     */
    public Reading readAll() {
        try {
            receive();
            check(decoding.received());
            return reading(null);
        } catch (ModelException e) {
            return reading(e);
        }
    }

    private Reading reading(@Nullable ModelException fault) {
        return new Reading(decoding.received(), answer.requestId(), brokenOff, fault);
    }

    private void receive() {
        if (answer.status() / 100 != 2) {
            throw refusal.ofAnswer();
        }
        try {
            PushbackInputStream body = new PushbackInputStream(answer.body(), BOM.length);
            int first = firstByte(body);
            if (first == '{' || first == '[' || first == '<') {
                whole(body, answer.endpoint().sizes().event());
            } else {
                stream(new EventStream(body, answer.endpoint().sizes().event()));
            }
        } catch (EventStream.EventTooLong | OverLimit e) {
            throw bad(String.valueOf(e.getMessage()), FailureKind.PROTOCOL);
        } catch (JsonProcessingException e) {
            throw bad("an event is not what it should be: " + e.getOriginalMessage(), FailureKind.PROTOCOL);
        } catch (IOException e) {
            if (decoding.progress() == Progress.OPEN) {
                brokenOff = true;
                throw answer.broken(e, partial());
            }
        }
    }

    /** The first byte behind white space and a byte order mark, put back; -1 when there is none. */
    private static int firstByte(PushbackInputStream body) throws IOException {
        int next = body.read();
        if (next == (BOM[0] & 0xFF)) {
            body.unread(next);
            byte[] mark = body.readNBytes(BOM.length);
            if (!Arrays.equals(mark, BOM)) {
                body.unread(mark);
                return next;
            }
            next = body.read();
        }
        while (next == ' ' || next == '\t' || next == '\r' || next == '\n') {
            next = body.read();
        }
        if (next >= 0) {
            body.unread(next);
        }
        return next;
    }

    private void stream(EventStream events) throws IOException {
        boolean finishing = false;
        while (decoding.progress() != Progress.ENDED && events.next()) {
            try {
                take(events.event(), events.bytes(), events.offset(), events.length());
            } catch (JsonProcessingException e) {
                if (isLost(events)) {
                    return;
                }
                throw e;
            }
            if (!finishing && decoding.progress() == Progress.FINISHED) {
                finishing = true;
                answer.finishWithin(END_MARK);
            }
        }
    }

    /** Whether an event is merely cut by the end of the stream, or, behind the finish, the last one: it takes nothing away. */
    private boolean isLost(EventStream events) throws IOException {
        return events.isCut() || (decoding.progress() != Progress.OPEN && !events.next());
    }

    private void take(String name, byte[] bytes, int offset, int length) throws IOException {
        anyEvent = true;
        refuse(decoding.event(name, bytes, offset, length));
    }

    private void refuse(@Nullable String error) {
        if (error != null) {
            throw refusal.ofEvent(error, partial());
        }
    }

    private void whole(PushbackInputStream body, int most) throws IOException {
        byte[] bytes = body.readNBytes(most + 1);
        if (bytes.length > most) {
            throw bad("the answer is longer than " + most + " bytes", FailureKind.PROTOCOL);
        }
        try {
            if (bytes[0] == '{') {
                anyEvent = true;
                refuse(decoding.whole(bytes));
                wholeBody = true;
            } else if (bytes[0] == '[') {
                items(bytes);
            }
        } catch (JsonProcessingException e) {
            if (!isCut(e, bytes)) {
                throw e;
            }
        }
        if (!anyEvent) {
            String text = new String(bytes, 0, Math.min(bytes.length, LONGEST_ODD_BODY), StandardCharsets.UTF_8);
            throw refusal.ofOddBody(text);
        }
    }

    /** Each object of an array is an event. */
    private void items(byte[] bytes) throws IOException {
        try (JsonParser json = WireJson.parser(bytes, 0, bytes.length)) {
            json.nextToken();
            while (decoding.progress() != Progress.ENDED && WireJson.nextItem(json)) {
                int start = (int) json.currentTokenLocation().getByteOffset();
                if (WireJson.isObject(json)) {
                    json.skipChildren();
                    int end = (int) json.currentLocation().getByteOffset();
                    take("", bytes, start, end - start);
                }
            }
        }
    }

    /** Whether the JSON is faulty because it ends too early. */
    private static boolean isCut(JsonProcessingException e, byte[] bytes) {
        int last = bytes.length - 1;
        while (last > 0 && bytes[last] <= ' ' && bytes[last] >= 0) {
            last--;
        }
        return e instanceof JsonEOFException || (bytes[last] != '}' && bytes[last] != ']');
    }

    private void check(Received received) {
        if (decoding.progress() == Progress.OPEN) {
            boolean nothing = !anyEvent || (wholeBody && received.content().isEmpty());
            brokenOff = !nothing;
            throw nothing
                    ? bad("the answer has no event and is no reply", FailureKind.BAD_RESPONSE)
                    : bad("the answer ends without a finish", FailureKind.NETWORK);
        }
        if (received.finish() != null) {
            ModelException fault = refusal.ofFinish(received.finish(), received.text());
            if (fault != null && (received.content().isEmpty() || fault.retryable())) {
                throw fault;
            }
        }
        if (received.content().isEmpty() && !MAY_BE_EMPTY.contains(received.stopReason()) && !decoding.mayBeEmpty()) {
            throw bad("the answer has neither text nor thinking nor a call", FailureKind.BAD_RESPONSE);
        }
    }

    private String partial() {
        return decoding.received().text();
    }

    private ModelException bad(String words, FailureKind kind) {
        return new ModelException.StreamBroken(answer.failure(words), partial(), kind);
    }
}
