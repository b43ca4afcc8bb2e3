package dev.mimo.testing;

import dev.mimo.environment.Event;
import dev.mimo.model.Content;
import dev.mimo.model.Json;
import dev.mimo.model.Message;
import dev.mimo.model.ModelCall;
import dev.mimo.model.TextDelta;
import dev.mimo.model.ThinkingDelta;
import dev.mimo.model.ToolCall;
import dev.mimo.model.ToolCallDelta;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Takes a message apart as a provider streams it: each block in up to three pieces, the same ones each time. */
final class Deltas {

    private static final int PIECES = 3;

    private Deltas() {}

    /** Streams to the listener of the call; stops as soon as the call is cancelled. */
    static void emit(List<? extends Event> deltas, ModelCall call) {
        for (Event delta : deltas) {
            call.cancellation().throwIfCancelled();
            call.events().emit(delta);
        }
        call.cancellation().throwIfCancelled();
    }

    static List<Event> of(Message.Assistant message) {
        List<Event> deltas = new ArrayList<>();
        int calls = 0;
        for (Content block : message.content()) {
            if (block instanceof Content.Text words) {
                split(words.text(), TextDelta::new, deltas);
            } else if (block instanceof Content.Thinking thinking) {
                split(thinking.text(), ThinkingDelta::new, deltas);
            } else if (block instanceof ToolCall call) {
                int index = calls++;
                String arguments = call.unparsed() == null ? Json.write(call.arguments()) : call.unparsed();
                deltas.add(new ToolCallDelta(index, call.name(), ""));
                split(arguments, piece -> new ToolCallDelta(index, call.name(), piece), deltas);
            }
        }
        return deltas;
    }

    private static void split(String text, Function<String, Event> piece, List<Event> to) {
        int points = text.codePointCount(0, text.length());
        int from = 0;
        for (int i = 1; i <= PIECES; i++) {
            int until = text.offsetByCodePoints(0, (int) ((long) points * i / PIECES));
            if (until > from) {
                to.add(piece.apply(text.substring(from, until)));
                from = until;
            }
        }
    }
}
