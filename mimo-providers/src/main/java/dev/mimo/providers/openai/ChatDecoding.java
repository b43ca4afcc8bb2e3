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
        if (isDone(bytes, offset, length)) {
            done = true;
            return null;
        }
        return name.equals("error")
                ? new String(bytes, offset, length, StandardCharsets.UTF_8)
                : chunks.read(bytes, offset, length);
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
        return new Received(reply.content(), reply.finish(), reply.stopReason(), reply.usage(), chunks.id(), null);
    }

    private static boolean isDone(byte[] bytes, int offset, int length) {
        int end = offset + length;
        while (end > offset && bytes[end - 1] == ' ') {
            end--;
        }
        return end - offset == DONE.length && Arrays.equals(bytes, offset, end, DONE, 0, DONE.length);
    }
}
