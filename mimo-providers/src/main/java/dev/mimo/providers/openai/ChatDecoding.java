package dev.mimo.providers.openai;

import dev.mimo.environment.EventSink;
import dev.mimo.providers.policy.EndpointPolicy;
import dev.mimo.providers.wire.Decoding;
import dev.mimo.providers.wire.Received;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Takes in one answer of the chat completions dialect: chunks up to {@code [DONE]}, or one whole body. */
final class ChatDecoding implements Decoding {

    private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.UTF_8);

    private final ReplyBuilder reply;
    private final ChunkReader chunks;
    private boolean done;

    ChatDecoding(EndpointPolicy policy, int longestArguments, EventSink events) {
        reply = new ReplyBuilder(
                policy.reasoning().tags(), new StopWords(policy.answers().finishes()), longestArguments, events);
        chunks = new ChunkReader(reply);
    }

    @Override
    public @Nullable String event(String name, byte[] bytes, int offset, int length) throws IOException {
        int end = withoutDone(bytes, offset, offset + length);
        if (end < 0) {
            return read(name, bytes, offset, length);
        }
        String error = end == offset ? null : read(name, bytes, offset, end - offset);
        done = true;
        return error;
    }

    @Override
    public @Nullable String whole(byte[] bytes) throws IOException {
        return chunks.read(bytes, 0, bytes.length);
    }

    @Override
    public Progress progress() {
        if (done) {
            return Progress.ENDED;
        }
        return reply.finish() == null ? Progress.OPEN : Progress.FINISHED;
    }

    @Override
    public Received received() {
        boolean ended = progress() != Progress.OPEN;
        return new Received(reply.content(ended), reply.finish(), reply.stopReason(), reply.usage(), chunks.id(), null);
    }

    private @Nullable String read(String name, byte[] bytes, int offset, int length) throws IOException {
        return name.equals("error")
                ? new String(bytes, offset, length, StandardCharsets.UTF_8)
                : chunks.read(bytes, offset, length);
    }

    /**
     * Where the data ends before an end mark that is all of it or its last line, as where servers leave out the empty lines
     * between events; -1 when there is no end mark.
     */
    private static int withoutDone(byte[] bytes, int start, int limit) {
        int end = skipBlanks(bytes, start, limit);
        int mark = end - DONE.length;
        if (mark < start || !Arrays.equals(bytes, mark, end, DONE, 0, DONE.length)) {
            return -1;
        }
        int before = skipBlanks(bytes, start, mark);
        return before == start || bytes[before - 1] == '\n' ? before : -1;
    }

    /** The place behind the last byte that is no blank. */
    private static int skipBlanks(byte[] bytes, int start, int limit) {
        int end = limit;
        while (end > start && bytes[end - 1] == ' ') {
            end--;
        }
        return end;
    }
}
