package dev.mimo.tool.shell;

import dev.mimo.environment.EventSink;
import dev.mimo.tool.ToolProgress;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.time.Clock;

/** Tells people of output as it comes: at most ten times a second, and of a flood only the newest. Confined to one thread. */
final class Progress {

    private static final long PAUSE_MILLIS = 100;
    private static final int MOST_BYTES = 8192;

    private final String callId;
    private final EventSink events;
    private final Clock clock;
    private final ByteBuffer waiting = ByteBuffer.allocate(MOST_BYTES);
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private long told;

    Progress(String callId, EventSink events, Clock clock) {
        this.callId = callId;
        this.events = events;
        this.clock = clock;
    }

    void add(byte[] bytes, int count) {
        int kept = Math.min(count, MOST_BYTES);
        int excess = waiting.position() + kept - MOST_BYTES;
        if (excess > 0) {
            waiting.flip().position(excess);
            waiting.compact();
        }
        waiting.put(bytes, count - kept, kept);
    }

    /** Tells what waits when it is time to. Called often, also when nothing came. */
    void tick() {
        long now = clock.millis();
        if (waiting.position() > 0 && Math.abs(now - told) >= PAUSE_MILLIS) {
            told = now;
            tell(false);
        }
    }

    /** Tells the rest. */
    void end() {
        if (waiting.position() > 0) {
            tell(true);
        }
    }

    private void tell(boolean last) {
        CharBuffer text = CharBuffer.allocate(MOST_BYTES);
        waiting.flip();
        decoder.decode(waiting, text, last);
        waiting.compact();
        String piece = text.flip().toString().replace("\0", "");
        if (!piece.isEmpty()) {
            events.emit(new ToolProgress(callId, piece));
        }
    }
}
