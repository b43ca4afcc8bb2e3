package dev.mimo.providers.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.mimo.model.FailureKind;
import dev.mimo.model.Message;
import dev.mimo.model.ModelException;
import dev.mimo.model.Reply;
import dev.mimo.model.StopReason;
import dev.mimo.providers.http.Answer;
import dev.mimo.providers.http.EventStream;
import dev.mimo.providers.http.Refusal;
import dev.mimo.providers.policy.ErrorRules;
import dev.mimo.providers.wire.Decoding.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;

/**
 * Reads one answer: a stream of events or one JSON body, whatever its content type says. Complete is only what has a finish
 * or the end mark; everything else is an exception. Confined to one thread.
 */
public final class AnswerReader {

    /** How long the end mark may keep us waiting once the finish has come. */
    private static final Duration END_MARK = Duration.ofSeconds(10);

    private static final int LONGEST_ODD_BODY = 64 * 1024;

    /** Reasons to stop after which there may be nothing. */
    private static final Set<StopReason> MAY_BE_EMPTY =
            Set.of(StopReason.LENGTH, StopReason.CONTENT_FILTER, StopReason.REFUSAL, StopReason.PAUSE);

    private final Answer answer;
    private final Decoding decoding;
    private final Refusal refusal;
    private boolean anyEvent;

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
        if (answer.status() != 200) {
            throw refusal.ofAnswer();
        }
        int event = answer.endpoint().sizes().event();
        try {
            PushbackInputStream body = new PushbackInputStream(answer.body(), 1);
            int first = firstByte(body);
            if (first == '{' || first == '[' || first == '<') {
                whole(body, event);
            } else {
                stream(new EventStream(body, event));
            }
        } catch (EventStream.EventTooLong | OverLimit e) {
            throw bad(String.valueOf(e.getMessage()), FailureKind.PROTOCOL);
        } catch (JsonProcessingException e) {
            throw bad("an event is not what it should be: " + e.getOriginalMessage(), FailureKind.PROTOCOL);
        } catch (IOException e) {
            if (decoding.progress() == Progress.OPEN) {
                throw answer.broken(e, partial());
            }
        }
        return reply(decoding.received());
    }

    /** The first byte that is no white space, put back; -1 when there is none. */
    private static int firstByte(PushbackInputStream body) throws IOException {
        int next = body.read();
        while (next == ' ' || next == '\t' || next == '\r' || next == '\n') {
            next = body.read();
        }
        if (next >= 0) {
            body.unread(next);
        }
        return next;
    }

    private void stream(EventStream events) throws IOException {
        while (decoding.progress() != Progress.ENDED && events.next()) {
            anyEvent = true;
            if (decoding.progress() == Progress.OPEN) {
                take(events);
                if (decoding.progress() == Progress.FINISHED) {
                    answer.finishWithin(END_MARK);
                }
            } else {
                takeLate(events);
            }
        }
    }

    /** An event after the finish: one that the end of the stream cut takes nothing from the reply. */
    private void takeLate(EventStream events) throws IOException {
        try {
            take(events);
        } catch (JsonProcessingException e) {
            if (events.next()) {
                throw e;
            }
        }
    }

    private void take(EventStream event) throws IOException {
        String error = decoding.event(event.event(), event.bytes(), event.offset(), event.length());
        if (error != null) {
            throw refusal.ofEvent(error, partial());
        }
    }

    private void whole(InputStream body, int most) throws IOException {
        byte[] bytes = body.readNBytes(most + 1);
        if (bytes.length > most) {
            throw bad("the answer is longer than " + most + " bytes", FailureKind.PROTOCOL);
        }
        if (bytes[0] != '{') {
            String text = new String(bytes, 0, Math.min(bytes.length, LONGEST_ODD_BODY), StandardCharsets.UTF_8);
            throw refusal.ofOddBody(text);
        }
        anyEvent = true;
        String error = decoding.whole(bytes);
        if (error != null) {
            throw refusal.ofEvent(error, "");
        }
    }

    private Reply reply(Received received) {
        if (decoding.progress() == Progress.OPEN) {
            throw anyEvent
                    ? bad("the answer ends without a finish", FailureKind.NETWORK)
                    : bad("the answer is empty", FailureKind.BAD_RESPONSE);
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
        String requestId = answer.requestId();
        return new Reply(
                new Message.Assistant(received.content(), null, received.whole()),
                received.stopReason(),
                received.usage(),
                requestId == null ? received.id() : requestId);
    }

    private String partial() {
        return decoding.received().text();
    }

    private ModelException bad(String words, FailureKind kind) {
        return new ModelException.StreamBroken(answer.failure(words), partial(), kind);
    }
}
