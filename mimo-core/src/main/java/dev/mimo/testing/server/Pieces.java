package dev.mimo.testing.server;

import dev.mimo.environment.Event;
import dev.mimo.model.Json;
import dev.mimo.model.TextDelta;
import dev.mimo.model.ThinkingDelta;
import dev.mimo.model.ToolCall;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Cuts what is said into the pieces of a stream: where the model did, else into equal ones. Confined to one thread. */
final class Pieces {

    private static final int LENGTH = 16;

    private final Deque<String> text = new ArrayDeque<>();
    private final Deque<String> thinking = new ArrayDeque<>();

    /** Takes what a model tells while it replies. */
    void tell(Event event) {
        if (event instanceof TextDelta delta) {
            text.add(delta.text());
        } else if (event instanceof ThinkingDelta delta) {
            thinking.add(delta.text());
        }
    }

    boolean isEmpty() {
        return text.isEmpty() && thinking.isEmpty();
    }

    String toldText() {
        return String.join("", text);
    }

    String toldThinking() {
        return String.join("", thinking);
    }

    List<String> ofText(String all) {
        return cut(all, text);
    }

    List<String> ofThinking(String all) {
        return cut(all, thinking);
    }

    static List<String> ofArguments(ToolCall call) {
        List<String> pieces = new ArrayList<>();
        split(arguments(call), pieces);
        return pieces;
    }

    static String arguments(ToolCall call) {
        String unparsed = call.unparsed();
        return unparsed == null ? Json.write(call.arguments()) : unparsed;
    }

    private static List<String> cut(String all, Deque<String> told) {
        List<String> pieces = new ArrayList<>();
        int at = 0;
        while (!told.isEmpty()
                && all.startsWith(told.getFirst(), at)
                && !told.getFirst().isEmpty()) {
            pieces.add(told.getFirst());
            at += told.removeFirst().length();
        }
        split(all.substring(at), pieces);
        return pieces;
    }

    private static void split(String all, List<String> to) {
        int from = 0;
        while (from < all.length()) {
            int length = Math.min(LENGTH, all.codePointCount(from, all.length()));
            int until = all.offsetByCodePoints(from, length);
            to.add(all.substring(from, until));
            from = until;
        }
    }
}
