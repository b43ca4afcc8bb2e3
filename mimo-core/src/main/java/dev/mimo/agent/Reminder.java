package dev.mimo.agent;

import dev.mimo.model.Content;
import dev.mimo.model.Message;
import dev.mimo.tool.Toolbox;
import java.util.List;
import java.util.regex.Pattern;

/** What the runtime says to the agent in the user's place, and why. The kind is kept with the message. */
final class Reminder {

    static final String CONTINUE = "continue";
    static final String NUDGE = "nudge";
    static final String TEXT_CALL = "text_call";
    static final String LOOP = "loop";
    static final String GATE = "gate";

    static final String CONTINUE_TEXT =
            "Your answer was cut by the output limit. Go on exactly where it stopped, without repeating anything.";
    static final String NUDGE_TEXT =
            "Your last answer had no text and no tool call. Go on with the task, or say what came of it.";
    static final String TEXT_CALL_TEXT =
            "You wrote a tool call as text, so nothing was run. Call the tool, do not write about it.";

    /* The forms in which models are known to write calls that they should have made. */
    private static final Pattern CALL_AS_TEXT = Pattern.compile(
            "<(invoke|function_calls|tool_call|tool_use|function=)[ >\\w]|<parameter name=|<\\|tool_call");

    private Reminder() {}

    static Message.User message(String kind, String text) {
        return new Message.User(List.of(Content.text(text)), kind);
    }

    static boolean looksLikeCall(String text, Toolbox toolbox) {
        return toolbox.iterator().hasNext() && CALL_AS_TEXT.matcher(text).find();
    }
}
