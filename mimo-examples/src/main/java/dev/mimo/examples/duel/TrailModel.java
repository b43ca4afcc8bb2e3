package dev.mimo.examples.duel;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.examples.recall.PromptSize;
import dev.mimo.model.Content;
import dev.mimo.model.Json;
import dev.mimo.model.Message;
import dev.mimo.model.Model;
import dev.mimo.model.ModelCall;
import dev.mimo.model.ModelException;
import dev.mimo.model.ModelFacts;
import dev.mimo.model.ModelRef;
import dev.mimo.model.Prompt;
import dev.mimo.model.Reply;
import dev.mimo.model.StopReason;
import dev.mimo.model.ToolCall;
import dev.mimo.model.ToolResult;
import dev.mimo.model.Usage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A model that works through an inbox and keeps nothing in mind: what it says is a function of the prompt. Asked in the end, it
 * answers with what it finds in the prompt; what it does not find there it looks for once in the history, when a tool for that is
 * there. Which side it works for it cannot know. For one session at a time; safe for use by several threads.
 */
final class TrailModel implements Model {

    static final String QUESTION = "The inbox is empty now. Please tell: ";

    private static final ModelRef NAME = ModelRef.of("scripted", "trail");
    private static final String SEARCH = "history_search";
    private static final String UNKNOWN = "unknown";
    private static final Pattern ASKED = Pattern.compile(Pattern.quote(QUESTION) + "([^.]+)\\.");

    private final int window;
    private final PromptSize size = new PromptSize();

    /** Holds so many tokens, prompt and answer together. */
    TrailModel(int window) {
        this.window = window;
    }

    /** A line of the answers. */
    static String answer(String what, String value) {
        return what + " = " + value;
    }

    @Override
    public ModelFacts facts() {
        return new ModelFacts(NAME, window, window / 8, null);
    }

    @Override
    public synchronized Reply reply(Prompt prompt, ModelCall call) {
        long tokens = size.of(prompt);
        if (tokens > window) {
            throw new ModelException.ContextOverflow(
                    ModelException.Failure.of(NAME, "the prompt is too long"), (long) window, tokens);
        }
        Message.Assistant said = say(prompt);
        StopReason why = said.toolCalls().isEmpty() ? StopReason.STOP : StopReason.TOOL_CALLS;
        return new Reply(said, why, Usage.of(tokens, size.of(said)), null);
    }

    private static Message.Assistant say(Prompt prompt) {
        String told = told(prompt.messages());
        Matcher asked = ASKED.matcher(told);
        if (!asked.find()) {
            return call("I take the next message.", ScriptedWorld.INBOX, Json.object(), prompt);
        }
        Set<String> done = done(prompt.messages());
        if (done.contains("write")) {
            return new Message.Assistant(List.of(Content.text("The answers are written.")), NAME, null);
        }
        List<String> lines = new ArrayList<>();
        for (String what : asked.group(1).split("; ", -1)) {
            String value = findValue(what, told);
            if (value == null && hasSearch(prompt) && !done.contains(what)) {
                return call("I look that up.", SEARCH, Json.object().put("words", "\"" + what + "\""), prompt);
            }
            lines.add(answer(what, value == null ? UNKNOWN : value));
        }
        ObjectNode file =
                Json.object().put("path", ScriptedWorld.ANSWERS).put("content", String.join("\n", lines) + "\n");
        return call("I write down what I know.", "write", file, prompt);
    }

    private static @Nullable String findValue(String what, String told) {
        Matcher value =
                Pattern.compile("[Tt]he " + Pattern.quote(what) + " is (\\w+)").matcher(told);
        return value.find() ? value.group(1) : null;
    }

    private static boolean hasSearch(Prompt prompt) {
        return prompt.tools().stream().anyMatch(tool -> tool.name().equals(SEARCH));
    }

    /** All that users and tools said, as far as it is shown. */
    private static String told(List<Message> messages) {
        StringBuilder told = new StringBuilder();
        for (Message message : messages) {
            if (message instanceof Message.User user) {
                told.append(user.text()).append('\n');
            } else if (message instanceof Message.Tool tool) {
                for (ToolResult result : tool.results()) {
                    told.append(result.text()).append('\n');
                }
            }
        }
        return told.toString();
    }

    /** What was looked up, and which other tools were used, as far as it is shown. */
    private static Set<String> done(List<Message> messages) {
        Set<String> done = new HashSet<>();
        for (Message message : messages) {
            if (message instanceof Message.Assistant assistant) {
                for (ToolCall call : assistant.toolCalls()) {
                    done.add(
                            call.name().equals(SEARCH)
                                    ? call.arguments().path("words").asText().replace("\"", "")
                                    : call.name());
                }
            }
        }
        return done;
    }

    private static Message.Assistant call(String words, String tool, ObjectNode arguments, Prompt prompt) {
        String id = tool + "-" + Integer.toHexString(arguments.hashCode()) + "-"
                + prompt.messages().size();
        return new Message.Assistant(List.of(Content.text(words), ToolCall.of(id, tool, arguments)), NAME, null);
    }
}
