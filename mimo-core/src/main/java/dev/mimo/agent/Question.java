package dev.mimo.agent;

import dev.mimo.model.Json;
import dev.mimo.model.ToolCall;
import dev.mimo.tool.Action;
import dev.mimo.tool.Effect;
import java.util.List;

/** Words a request to a person: complete, and with everything escaped that a terminal or a reader could be fooled with. */
final class Question {

    private Question() {}

    static String text(ToolCall call, List<Action> actions, String reason) {
        StringBuilder text = new StringBuilder();
        boolean person = actions.size() == 1 && actions.get(0).effect() == Effect.PERSON;
        if (person) {
            return String.join(
                    "\n", actions.get(0).subject().lines().map(Question::escape).toList());
        }
        text.append(escape(call.name())).append(' ');
        if (actions.size() == 1 && actions.get(0).path() == null) {
            text.append(escape(actions.get(0).subject()));
        } else {
            text.append(escape(Json.write(call.arguments())));
            for (Action action : actions) {
                text.append("\n    ").append(escape(action.subject()));
            }
        }
        return text.append("  (").append(escape(reason)).append(')').toString();
    }

    /** Shows control, bidirectional, zero-width and tag characters by their number. Line ends and tabs stay readable. */
    static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (c == '\n') {
                escaped.append("\\n");
            } else if (c == '\t') {
                escaped.append("\\t");
            } else if (isDangerous(c)) {
                escaped.append(String.format("\\u{%x}", c));
            } else {
                escaped.appendCodePoint(c);
            }
        });
        return escaped.toString();
    }

    private static boolean isDangerous(int c) {
        int type = Character.getType(c);
        return type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || type == Character.SURROGATE
                || type == Character.PRIVATE_USE;
    }
}
