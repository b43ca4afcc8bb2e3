package dev.mimo.providers.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.mimo.model.Content;
import dev.mimo.model.Message;
import dev.mimo.model.ModelException;
import dev.mimo.model.ModelException.Failure;
import dev.mimo.model.Reply;
import dev.mimo.model.StopReason;
import dev.mimo.providers.http.Endpoint;
import dev.mimo.providers.http.EventStream;
import dev.mimo.providers.http.Exchange;
import dev.mimo.providers.http.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads one answer: a stream of chunks or one JSON body, whatever its content type says. Complete is only what has a finish
 * reason or the end mark; everything else is an exception.
 */
final class ChatAnswer {

    /** Bytes that one event, or a body that is not a stream, may have. */
    private static final int LONGEST_EVENT = 16 * 1024 * 1024;

    /** How long the end mark may keep us waiting once the finish reason has come. */
    private static final Duration END_MARK = Duration.ofSeconds(10);

    private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.UTF_8);

    private final Exchange exchange;
    private final Endpoint endpoint;
    private final ReplyBuilder reply;
    private final ChunkReader chunks;
    private boolean done;
    private boolean anyEvent;

    ChatAnswer(Exchange exchange, Endpoint endpoint, ReplyBuilder reply) {
        this.exchange = exchange;
        this.endpoint = endpoint;
        this.reply = reply;
        chunks = new ChunkReader(reply);
    }

    /** The reply, with neither author nor settled ids. */
    Reply read() {
        if (exchange.status() != 200) {
            throw new Refusal(exchange).ofAnswer();
        }
        try {
            PushbackInputStream body = new PushbackInputStream(exchange.body(), 1);
            int first = firstByte(body);
            if (first == '{' || first == '[' || first == '<') {
                whole(body);
            } else {
                stream(new EventStream(body, LONGEST_EVENT));
            }
        } catch (EventStream.EventTooLong | ReplyBuilder.OverLimit e) {
            throw bad(String.valueOf(e.getMessage()));
        } catch (JsonProcessingException e) {
            throw bad("an event is not what it should be: " + e.getOriginalMessage());
        } catch (IOException e) {
            if (reply.finish() == null) {
                throw exchange.broken(e, reply.partial());
            }
        }
        return finish();
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
        while (!done && events.next()) {
            anyEvent = true;
            if (reply.finish() == null) {
                take(events);
                if (reply.finish() != null) {
                    exchange.finishWithin(END_MARK);
                }
            } else {
                takeLate(events);
            }
        }
    }

    /** An event after the finish reason: one that the end of the stream cut takes nothing from the reply. */
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
        byte[] bytes = event.bytes();
        int offset = event.offset();
        int length = event.length();
        if (isDone(bytes, offset, length)) {
            done = true;
            return;
        }
        String error;
        if (event.event().equals("error")) {
            error = new String(bytes, offset, length, StandardCharsets.UTF_8);
        } else {
            error = chunks.read(bytes, offset, length);
        }
        if (error != null) {
            throw new Refusal(exchange).ofEvent(error, reply.partial());
        }
    }

    private static boolean isDone(byte[] bytes, int offset, int length) {
        int end = offset + length;
        while (end > offset && bytes[end - 1] == ' ') {
            end--;
        }
        return end - offset == DONE.length && java.util.Arrays.equals(bytes, offset, end, DONE, 0, DONE.length);
    }

    private void whole(InputStream body) throws IOException {
        byte[] bytes = body.readNBytes(LONGEST_EVENT + 1);
        if (bytes.length > LONGEST_EVENT) {
            throw bad("the answer is longer than " + LONGEST_EVENT + " bytes");
        }
        String error;
        if (bytes[0] == '{') {
            anyEvent = true;
            error = chunks.read(bytes, 0, bytes.length);
        } else {
            error = new String(bytes, 0, Math.min(bytes.length, 64 * 1024), StandardCharsets.UTF_8);
        }
        if (error != null) {
            throw new Refusal(exchange).ofEvent(error, "");
        }
    }

    private Reply finish() {
        String finish = reply.finish();
        if (finish == null && !done) {
            throw bad(anyEvent ? "the answer ends without a finish" : "the answer is empty");
        }
        if (finish != null) {
            throwIfFault(finish);
        }
        List<Content> content = reply.content();
        StopReason reason = reply.stopReason();
        boolean mayBeEmpty = reason.equals(StopReason.LENGTH) || reason.equals(StopReason.CONTENT_FILTER);
        if (content.isEmpty() && !mayBeEmpty) {
            throw bad("the answer has neither text nor thinking nor a call");
        }
        String requestId = exchange.requestId();
        return new Reply(
                new Message.Assistant(content, null, null),
                reason,
                reply.usage(),
                requestId == null ? chunks.id() : requestId);
    }

    private void throwIfFault(String finish) {
        Failure failure = failure("the provider ended the answer with \"" + finish + "\"");
        if (StopWords.isBusy(finish)) {
            throw new ModelException.Overloaded(failure, null);
        }
        if (StopWords.isFault(finish)) {
            throw new ModelException.StreamBroken(failure, reply.partial());
        }
        if (StopWords.isOverflow(finish) && reply.isEmpty()) {
            throw new ModelException.ContextOverflow(failure, null, null);
        }
    }

    private ModelException bad(String words) {
        return new ModelException.StreamBroken(failure(words), reply.partial());
    }

    private Failure failure(String words) {
        @Nullable String id = exchange.requestId();
        return endpoint.failure(words).withStatus(200).withRequestId(id);
    }
}
